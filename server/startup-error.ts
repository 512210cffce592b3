/** A server that cannot start; its message is the one sentence the operator reads. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
