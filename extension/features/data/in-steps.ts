/** Half a frame: what is drawn and typed meanwhile does not stutter. */
const STRETCH_MS = 8;

/** Runs steps to their end and lets the screen breathe between them; undefined when the signal ended it. */
export async function inSteps<Value>(
  steps: Generator<void, Value>,
  signal: AbortSignal,
): Promise<Value | undefined> {
  let end = performance.now() + STRETCH_MS;
  while (!signal.aborted) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() < end) continue;
    await new Promise((resolve) => setTimeout(resolve));
    end = performance.now() + STRETCH_MS;
  }
  return undefined;
}
