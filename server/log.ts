import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

// Ids, counts and codes. Never names, numbers, texts, tokens or addresses.
const ALLOWED = new Set([
  'accountId',
  'attempt',
  'clientId',
  'code',
  'count',
  'durationMs',
  'epoch',
  'generation',
  'hostname',
  'level',
  'method',
  'path',
  'pid',
  'port',
  'requestId',
  'retryDelayMs',
  'revision',
  'signal',
  'sizeBytes',
  'status',
  'userId',
]);

/** Leaves only what may be logged: allowed fields with plain values, and of an error its kind, code and stack frames. */
export function redact(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (value instanceof Error) return [name, redactError(value)];
      const isPlain = value === null || ['string', 'number', 'boolean'].includes(typeof value);
      return [name, ALLOWED.has(name) && isPlain ? value : '[redacted]'];
    }),
  );
}

// A message may quote what a person typed: PostgreSQL's does.
function redactError(error: Error): Record<string, unknown> {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return { name: error.name, ...('code' in error && { code: error.code }), stack: frames.join('\n') };
}

/** Makes the server's logger; everything it writes passes `redact`. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { log: redact },
  };
  return pino(options, destination ?? pino.destination(2));
}
