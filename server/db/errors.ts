/** PostgreSQL's five-character code of an error, or the system's name of it; '' when it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

// Connection exceptions, read-only (a standby), too many connections, the database stops or starts.
const DOWN = /^(08...|25006|53300|57P0[1-3]|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT)$/;
// pg says these without a code.
const DOWN_MESSAGE =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether the database could not be reached, went away meanwhile, or takes no writes. */
export function isConnectionError(error: unknown): boolean {
  return DOWN.test(errorCode(error)) || (error instanceof Error && DOWN_MESSAGE.test(error.message));
}
