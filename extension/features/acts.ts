import type { Operation } from '../../shared/sync/protocol.ts';
import { undoOf } from '../../shared/sync/undo.ts';
import type { ReplicaClient, ScreenState } from '../replica/use-rows.ts';
import { Store } from '../ui/store.ts';
import { failureSentence } from './refusal.ts';

type Notices = ScreenState['notices'];

/** A sentence about what was done last, and what takes it back. */
export interface Said {
  readonly text: string;
  /** Worked out when it is asked for; null: nothing was done. */
  readonly undo: (() => readonly Operation[]) | null;
  /** What the server refused was not done, whatever was said. */
  readonly isRefused: (notices: Notices) => boolean;
}

/** What a person does on a screen: each act is shown at once, said, and can be taken back, however many things it changed. */
export class Acts {
  readonly said = new Store<Said | null>(null);
  /** What was done last and can be taken back, also after it was said. */
  readonly last = new Store<Said | null>(null);
  readonly #replica: ReplicaClient;

  constructor(replica: ReplicaClient) {
    this.#replica = replica;
  }

  /** Does it and says so; what could not be kept is said instead. Nothing to do is nothing said. */
  async do(operations: readonly Operation[], text: string): Promise<void> {
    if (operations.length === 0) return;
    const ids = new Set(operations.map(({ id }) => id));
    const before = new Set(this.#replica.state.get().notices.map(({ mutationId }) => mutationId));
    const rows = this.#replica.rows.get();
    const done: Said = {
      text,
      undo: () => undoOf(rows, operations),
      isRefused: (notices) =>
        notices.some(({ mutationId, operation }) => !before.has(mutationId) && ids.has(operation?.id ?? '')),
    };
    this.said.set(done);
    this.last.set(done);
    await this.#hand(operations);
  }

  /** Takes back what was done last. */
  async undo(): Promise<void> {
    const operations = this.last.get()?.undo?.() ?? [];
    this.forget();
    await this.#hand(operations);
  }

  forget(): void {
    this.said.set(null);
    this.last.set(null);
  }

  say(text: string): void {
    this.said.set({ text, undo: null, isRefused: () => false });
  }

  async #hand(operations: readonly Operation[]): Promise<void> {
    if (operations.length === 0) return;
    const result = await this.#replica.mutate(operations);
    if (!result.ok) this.say(failureSentence(result));
  }
}
