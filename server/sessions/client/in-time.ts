/** A task had its time. It may still end, and then counts for nothing. */
export class Late extends Error {
  override readonly name = 'Late';
  readonly code = 'late';
}

/** Rejects with Late when it takes longer. */
export function inTime<T>(task: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Late(`No answer in ${limitMs} ms.`)), limitMs);
    void task.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
