import type { Mutation, PullResponse, PushRequest, PushResponse } from '../../../shared/sync/protocol.ts';
import { ApiError } from '../../request.ts';
import type { Edit } from '../replica.ts';
import type { SyncApi } from '../sync-loop.ts';

// What the tests of the sync loop have in the place of a network.

const accountId = '5f7c2b52-6f53-4f0e-8d8c-0a8c4f0f1a01';

export function createFolder(name: string): Edit {
  const fields = { accountId, name, color: 'teal', position: 'a0' };
  return { op: 'create', entity: 'folder', id: crypto.randomUUID(), mutationId: crypto.randomUUID(), fields };
}

/** A socket that never opens; what it does is the end-to-end tests' concern. */
export class SilentSocket extends EventTarget {
  static readonly OPEN = 1;
  readonly readyState = 0;
  close(): void {
    this.dispatchEvent(new Event('close'));
  }
}

/** A socket whose line is dead once it opened: a ping is lost, and so is the goodbye that a close waits for. */
export class DeadLine extends EventTarget {
  readonly readyState = SilentSocket.OPEN;
  isClosed = false;
  send(_text?: string): void {}
  close(): void {
    this.isClosed = true;
  }
}

/** The far side of the network: applies each mutation once, and can be taken away. */
export class FarSide {
  readonly applied: Mutation[] = [];
  fails: ((call: 'push' | 'pull') => Error | null) | null = null;
  /** Loses the answer of the next push, after it was applied. */
  losesAnswer = false;
  pulls = 0;
  readonly lastSequenceByClient = new Map<string, number>();
  readonly #lastIdByClient = new Map<string, string>();

  readonly api: { -readonly [Call in keyof SyncApi]: SyncApi[Call] } = {
    ticket: () => Promise.resolve('ticket'),
    openLive: () => new SilentSocket() as unknown as WebSocket,
    push: (_token, request) => this.#push(request),
    pull: () => this.#pull(),
  };

  async #push({ mutations, clientId }: PushRequest): Promise<PushResponse> {
    const failure = this.fails?.('push');
    if (failure) throw failure;
    let lastSequence = this.lastSequenceByClient.get(clientId) ?? 0;
    for (const mutation of mutations) {
      if (mutation.sequence <= lastSequence) continue;
      this.applied.push(mutation);
      this.#lastIdByClient.set(clientId, mutation.mutationId);
      lastSequence = mutation.sequence;
    }
    this.lastSequenceByClient.set(clientId, lastSequence);
    if (this.losesAnswer) {
      this.losesAnswer = false;
      throw new ApiError('offline', 0, 'lost');
    }
    return { lastSequence, lastMutationId: this.#lastIdByClient.get(clientId) ?? null, rejections: [] };
  }

  async #pull(): Promise<PullResponse> {
    const failure = this.fails?.('pull');
    if (failure) throw failure;
    this.pulls += 1;
    const changes = this.applied.map((mutation) => ({
      entity: mutation.entity,
      id: mutation.id,
      row:
        mutation.op === 'create'
          ? { ...mutation.fields, id: mutation.id, revision: mutation.sequence }
          : null,
    }));
    return { reset: true, changes, cursor: String(this.applied.length), hasMore: false };
  }
}
