import type pg from 'pg';
import { plans, SESSION_IDLE_HOURS, type PlanType } from '../../shared/plan.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import type { Channel, LinkMethod, SessionNews } from '../../shared/whatsapp/inbox.ts';
import { formatSessionStatus, type SessionState } from '../../shared/whatsapp/session.ts';

/** A lease ends by the database's clock this long after its last beat. */
export const LEASE_TTL_MS = 6000;

const IDLE_S = SESSION_IDLE_HOURS * 60 * 60;
/** As session_fit_plans reads it. */
const SESSIONS_BY_PLAN = JSON.stringify(
  Object.fromEntries(Object.entries(plans).map(([type, { serverSessions }]) => [type, serverSessions])),
);
/** What is new is told on the channel of pokes: `<userId> <JSON>`. */
const NEWS_CHANNEL = 'nexis_sync';

/** The channel on which workers hear that a session is wanted, or given back. */
export const LEASE_CHANNEL = 'nexis_sessions';

export type Desired = 'running' | 'stopped';

/** What a user wants; `leaving`: it runs to be logged out, whatever the plan. */
export type Wanted = Desired | 'leaving';

/** What is to become of a session that is held; `deleted`: its user has deleted the account. */
export type Fate = Desired | 'deleted';

/** A worker's right to run the session of an account, as long as the epoch is the newest. */
export interface Lease {
  accountId: string;
  userId: string;
  epoch: number;
  /** How its phone links it, and that phone's number. */
  method: LinkMethod;
  phoneNumber: string;
}

/** Where an account runs, and how it was last. */
export interface Reached {
  desired: Desired;
  status: string;
  hasConsent: boolean;
  hasLogin: boolean;
  /** Its plan does not cover it, and it does not run. */
  isPaused: boolean;
  /** Null: nowhere now. */
  url: string | null;
}

/** What may be sent now: see session_send_begin. */
export type SendTurn =
  | { outcome: 'begun' | 'reused' | 'limited' | 'fenced' }
  | { outcome: 'sent'; messageId: string | null }
  /** Its worker died on it; `knownIds`: messages that other keys have. */
  | { outcome: 'unknown'; createdAt: Date; knownIds: string[] };

export type LeaseKey = Pick<Lease, 'accountId' | 'epoch'>;

/** Which worker holds which account, as the database knows it. Every method rejects when the database is away. */
export class Leases {
  readonly #pool: pg.Pool;
  readonly #planDefault: PlanType | null;

  /** `planDefault`: of users without a subscription; null: whoever wants to run does, whatever the plan. */
  constructor(pool: pg.Pool, planDefault: PlanType | null = null) {
    this.#pool = pool;
    this.#planDefault = planDefault;
  }

  /** What a user wants of the session of an account. False: the user has no such account. */
  async want(userId: string, accountId: string, desired: Wanted): Promise<boolean> {
    const [row] = await this.#query<{ isTheirs: boolean }>('select session_want($1, $2, $3) as "isTheirs"', [
      userId,
      accountId,
      desired,
    ]);
    return row?.isTheirs === true;
  }

  /** Has an account run: 'running', or why not. */
  async start(
    userId: string,
    accountId: string,
    { method, hasConsent, most }: { method: LinkMethod; hasConsent: boolean; most: number },
  ): Promise<
    'running' | Extract<ProblemCode, 'not_found' | 'account_paused' | 'consent_required' | 'plan_limit'>
  > {
    const [row] = await this.#query<{ outcome: 'running' }>(
      'select session_start($1, $2, $3, $4, $5) as outcome',
      [userId, accountId, method, hasConsent, most],
    );
    return row?.outcome ?? 'not_found';
  }

  /** Null: the user has no such account. Asking is use: who is not asked for in a long time is stopped, and starts again by it. */
  async reach(userId: string, accountId: string): Promise<Reached | null> {
    const [row] = await this.#query<Reached>('select * from session_reach($1, $2, $3)', [
      userId,
      accountId,
      IDLE_S,
    ]);
    return row ?? null;
  }

  /** Takes sessions that nobody holds: a few, so that other workers get some too. What a plan of their users does not cover is stopped first. */
  async take(worker: { id: string; url: string }, most: number): Promise<Lease[]> {
    const rows = await this.#query<Lease & { epoch: string }>(
      'select * from session_take($1, $2, $3, $4, $5, $6, $7)',
      [worker.id, worker.url, most, LEASE_TTL_MS / 1000, IDLE_S, ...this.#plans],
    );
    return rows.map((row) => ({ ...row, epoch: Number(row.epoch) }));
  }

  /** Prolongs leases; returns what is wanted of each that the worker still holds, after plans were looked at as by `take`. */
  async beat(workerId: string, leases: readonly LeaseKey[]): Promise<Map<string, Fate>> {
    const rows = await this.#query<{ accountId: string; desired: Fate }>(
      'select * from session_beat($1, $2, $3, $4, $5, $6, $7)',
      [workerId, ...columnsOf(leases), LEASE_TTL_MS / 1000, IDLE_S, ...this.#plans],
    );
    return new Map(rows.map(({ accountId, desired }) => [accountId, desired]));
  }

  /** Gives leases back; what their holder writes afterwards is refused. */
  async release(workerId: string, leases: readonly LeaseKey[]): Promise<void> {
    await this.#query('select session_release($1, $2, $3)', [workerId, ...columnsOf(leases)]);
  }

  /** Shows how a session is to its user, on every device; what has ended is wanted no more. False: the lease is not the newest, and nothing was written. */
  async say({ accountId, epoch }: LeaseKey, state: SessionState): Promise<boolean> {
    const [row] = await this.#query<{ isHeld: boolean }>('select session_say($1, $2, $3, $4) as "isHeld"', [
      accountId,
      epoch,
      formatSessionStatus(state),
      state.status === 'connected',
    ]);
    return row?.isHeld === true;
  }

  /** Tells the user's devices where to look. Who misses it asks. */
  async tell(userId: string, news: SessionNews): Promise<void> {
    await this.#query('select pg_notify($1, $2)', [NEWS_CHANNEL, `${userId} ${JSON.stringify(news)}`]);
  }

  /** After a logout: it is not started again by itself, nor linked without being asked. */
  async forgetConsent({ accountId, epoch }: LeaseKey): Promise<void> {
    await this.#query('select session_forget_consent($1, $2)', [accountId, epoch]);
  }

  /** Forgets the login and the consent of an account that nobody runs, without telling its phone. False: somebody runs it. */
  async leave(userId: string, accountId: string): Promise<boolean> {
    const [row] = await this.#query<{ isLeft: boolean }>('select session_leave($1, $2) as "isLeft"', [
      userId,
      accountId,
    ]);
    return row?.isLeft === true;
  }

  /** Makes the channels of an account the ones that its session sees. */
  async keepChannels({ accountId, epoch }: LeaseKey, channels: readonly Channel[]): Promise<void> {
    const rows = channels.map(({ id, name }) => ({ id, name }));
    await this.#query('select newsletters_keep($1, $2, $3)', [accountId, epoch, JSON.stringify(rows)]);
  }

  /** Begins to send a message; each key is sent once, and no more than `most` in a minute. */
  async beginSend(
    { accountId, epoch }: LeaseKey,
    { key, fingerprint, most }: { key: string; fingerprint: string; most: number },
  ): Promise<SendTurn> {
    const [row] = await this.#query<SendTurn>('select * from session_send_begin($1, $2, $3, $4, $5)', [
      accountId,
      epoch,
      key,
      fingerprint,
      most,
    ]);
    return row ?? { outcome: 'fenced' };
  }

  /** `failed`: surely not sent. */
  async endSend(
    accountId: string,
    key: string,
    outcome: { status: 'sent'; messageId: string } | { status: 'failed' },
  ): Promise<void> {
    await this.#query('select session_send_end($1, $2, $3, $4)', [
      accountId,
      key,
      outcome.status,
      outcome.status === 'sent' ? outcome.messageId : null,
    ]);
  }

  get #plans(): [string | null, PlanType | null] {
    return [this.#planDefault && SESSIONS_BY_PLAN, this.#planDefault];
  }

  async #query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    return (await this.#pool.query<Row>(text, values)).rows;
  }
}

function columnsOf(leases: readonly LeaseKey[]): [string[], number[]] {
  return [leases.map(({ accountId }) => accountId), leases.map(({ epoch }) => epoch)];
}
