import * as z from 'zod';
import { problems, ProblemError, type ProblemCode } from '../../shared/problem.ts';
import type { Log } from '../log.ts';
import { CALL_PATH, type CallAnswer, type SessionCall } from './calls.ts';
import { pause } from './in-time.ts';
import type { Leases, Reached } from './leases.ts';

/** How long a call waits for a session that is moving to another worker, or comes back. */
const MOVE_MS_MAX = 15_000;
const RETRY_MS = 250;
/** A page has 30 seconds for what it is asked. */
const CALL_MS_MAX = 45_000;

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({
    ok: z.literal(false),
    code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
    isComing: z.boolean(),
    detail: z.string().optional(),
  }),
]);

export interface MediaStream {
  mimeType: string;
  name: string | null;
  body: ReadableStream<Uint8Array>;
}

interface FileAnswer {
  file: Pick<Response, 'headers' | 'body'>;
}

interface WorkerLineOptions {
  leases: Leases;
  log: Log;
  secret: string;
  moveMsMax?: number;
}

/** The API's way to whichever worker runs an account. */
export class WorkerLine {
  readonly #leases: Leases;
  readonly #log: Log;
  readonly #secret: string;
  readonly #moveMsMax: number;

  constructor({ leases, log, secret, moveMsMax = MOVE_MS_MAX }: WorkerLineOptions) {
    this.#leases = leases;
    this.#log = log;
    this.#secret = secret;
    this.#moveMsMax = moveMsMax;
  }

  /** Throws ProblemError: of the session, not_found for who has no such account, unavailable while no worker can be reached. */
  async call(
    userId: string,
    accountId: string,
    call: Exclude<SessionCall, { type: 'media' }>,
  ): Promise<unknown> {
    const answer = await this.#reach(userId, accountId, call);
    if ('file' in answer) throw new ProblemError('internal');
    return answer.value;
  }

  /** Throws as `call` does. */
  async media(
    userId: string,
    accountId: string,
    call: Extract<SessionCall, { type: 'media' }>,
  ): Promise<MediaStream> {
    const answer = await this.#reach(userId, accountId, call);
    if (!('file' in answer) || answer.file.body === null) throw new ProblemError('internal');
    const { headers, body } = answer.file;
    const header = (name: string) => decodeURIComponent(headers.get(name) ?? '');
    return { mimeType: header('x-media-type'), name: header('x-media-name') || null, body };
  }

  /** One attempt, without waiting. Null: no worker answers for it now. */
  async tryCall(
    reached: Reached,
    accountId: string,
    call: SessionCall,
    limitMs: number,
  ): Promise<CallAnswer | null> {
    const answer = await this.#ask(reached.url, accountId, call, limitMs);
    return answer && 'file' in answer ? null : answer;
  }

  async #reach(
    userId: string,
    accountId: string,
    call: SessionCall,
  ): Promise<Extract<CallAnswer, { ok: true }> | FileAnswer> {
    const endMs = performance.now() + this.#moveMsMax;
    for (;;) {
      const reached = await this.#leases.reach(userId, accountId);
      if (!reached) throw new ProblemError('not_found');
      if (reached.desired !== 'running') throw new ProblemError('session_not_running');
      const answer = await this.#ask(reached.url, accountId, call, CALL_MS_MAX);
      if (answer && ('file' in answer || answer.ok)) return answer;
      const isWorthIt = answer === null || answer.isComing;
      if (!isWorthIt || performance.now() > endMs) {
        throw answer ? new ProblemError(answer.code, answer.detail) : new ProblemError('unavailable');
      }
      await pause(RETRY_MS);
    }
  }

  /** Null: it can't be reached, or is not the one any more. */
  async #ask(
    url: string | null,
    accountId: string,
    call: SessionCall,
    limitMs: number,
  ): Promise<CallAnswer | FileAnswer | null> {
    if (url === null) return null;
    // For the head of the answer: a file takes as long as its reader.
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), limitMs);
    try {
      const response = await fetch(`${url}${CALL_PATH}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.#secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ accountId, call }),
        redirect: 'error',
        signal: late.signal,
      });
      if (response.headers.has('x-media-type')) return { file: response };
      return answerSchema.parse(await response.json()) as CallAnswer; // Safe: only exactOptionalPropertyTypes differs.
    } catch (error) {
      // It went away, and whoever takes its sessions is asked next; or it is no worker of ours.
      this.#log.warn({ accountId, method: call.type, err: error }, 'A worker did not answer.');
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}
