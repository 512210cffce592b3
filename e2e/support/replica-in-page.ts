import { connectReplica, type ReplicaClient } from '../../extension/replica/client.ts';
import { Replica } from '../../extension/replica/replica.ts';
import type { Row } from '../../shared/entities/index.ts';
import type { Result } from '../../extension/replica/messaging.ts';
import type { Operation } from '../../shared/sync/protocol.ts';
import type { ScreenGlobal } from './screen-port.ts';

// What a test puts into a page of the extension: a screen's own client, and what it sees.

/** One port to the background, from the first word on it to its end; epoch milliseconds. */
export interface Line {
  heardAt?: number;
  closedAt?: number;
}

export interface Connected {
  readonly client: ReplicaClient;
  readonly lines: readonly Line[];
  /** Makes an edit in the moment that the background is gone and nobody has called it back. */
  readonly mutateWhenClosed: (operations: readonly Operation[]) => Promise<Result>;
}

/** Resolves when the client knows which copy it looks at. */
export async function connect(): Promise<Connected> {
  const lines: Line[] = [];
  let onClosed = () => {};
  const openPort = () => {
    const line: Line = {};
    lines.push(line);
    const port = (globalThis as ScreenGlobal).chrome.runtime.connect({ name: 'nexischat:screen' });
    port.onMessage.addListener(() => (line.heardAt ??= Date.now()));
    port.onDisconnect.addListener(() => {
      line.closedAt = Date.now();
      setTimeout(() => onClosed());
    });
    return port;
  };
  const client = connectReplica(new AbortController().signal, () => true, openPort);
  await new Promise<void>((resolve) => {
    const look = () => client.state.get().replicaId !== null && resolve();
    client.state.subscribe(look);
    look();
  });
  return {
    client,
    lines,
    mutateWhenClosed: (operations) =>
      new Promise((resolve) => {
        onClosed = () => {
          onClosed = () => {};
          resolve(client.mutate(operations));
        };
      }),
  };
}

/** A user's copy, read beside the background. */
export interface OpenedReplica {
  readonly rows: readonly Row[];
  /** Opens it anew; says how long that took, in ms. */
  readonly open: () => Promise<number>;
}

export async function openReplica(userId: string): Promise<OpenedReplica> {
  const { view } = await Replica.open(userId);
  return {
    rows: Object.values(view).flatMap((rows: ReadonlyMap<string, Row>) => [...rows.values()]),
    async open() {
      const fromMs = performance.now();
      await Replica.open(userId);
      return performance.now() - fromMs;
    },
  };
}
