export const NO_SPACE = 'This device has no space left.';

/** Whether the browser would not store any more. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
