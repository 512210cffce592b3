import type { Operation } from '../../../shared/sync/protocol.ts';

/** Few enough that each is on disk at once, many enough that an import is not made of waiting. */
export const OPERATIONS_PER_CHUNK = 500;

/** How many operations were taken, and why it stopped before the last. */
export interface HandedOver {
  readonly taken: number;
  readonly refusal: string | undefined;
}

type Mutate = (operations: readonly Operation[]) => Promise<{ ok: true } | { ok: false; message: string }>;

/** Hands operations over chunk by chunk, in order; the first refusal ends it, and so does the signal. */
export async function handOver(
  operations: readonly Operation[],
  mutate: Mutate,
  onProgress: (taken: number) => void,
  signal: AbortSignal,
): Promise<HandedOver> {
  for (let taken = 0; taken < operations.length; taken += OPERATIONS_PER_CHUNK) {
    if (signal.aborted) return { taken, refusal: undefined };
    onProgress(taken);
    const result = await mutate(operations.slice(taken, taken + OPERATIONS_PER_CHUNK));
    if (!result.ok) return { taken, refusal: result.message };
  }
  return { taken: operations.length, refusal: undefined };
}
