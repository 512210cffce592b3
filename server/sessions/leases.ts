import type pg from 'pg';
import { formatSessionStatus, type SessionState } from '../../shared/whatsapp/session.ts';

/** A lease ends by the database's clock this long after its last beat. */
export const LEASE_TTL_MS = 6000;

/** The channel on which workers hear that a session is wanted, or given back. */
export const LEASE_CHANNEL = 'nexis_sessions';

export type Desired = 'running' | 'stopped';

/** A worker's right to run the session of an account, as long as the epoch is the newest. */
export interface Lease {
  accountId: string;
  userId: string;
  epoch: number;
}

export type LeaseKey = Pick<Lease, 'accountId' | 'epoch'>;

/** Which worker holds which account, as the database knows it. Every method rejects when the database is away. */
export class Leases {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** What a user wants of the session of an account. False: the user has no such account. */
  async want(userId: string, accountId: string, desired: Desired): Promise<boolean> {
    const [row] = await this.#query<{ isTheirs: boolean }>('select session_want($1, $2, $3) as "isTheirs"', [
      userId,
      accountId,
      desired,
    ]);
    return row?.isTheirs === true;
  }

  /** Where the session of an account runs; null: nowhere. Whose account it is has been asked before. */
  async holderOf(accountId: string): Promise<{ url: string; epoch: number } | null> {
    const [row] = await this.#query<{ url: string; epoch: string }>('select * from session_holder($1)', [
      accountId,
    ]);
    return row ? { url: row.url, epoch: Number(row.epoch) } : null;
  }

  /** Takes sessions that nobody holds: a few, so that other workers get some too. */
  async take(worker: { id: string; url: string }, most: number): Promise<Lease[]> {
    const rows = await this.#query<Lease & { epoch: string }>('select * from session_take($1, $2, $3, $4)', [
      worker.id,
      worker.url,
      most,
      LEASE_TTL_MS / 1000,
    ]);
    return rows.map(({ accountId, userId, epoch }) => ({ accountId, userId, epoch: Number(epoch) }));
  }

  /** Prolongs leases; returns what is wanted of each that the worker still holds. */
  async beat(workerId: string, leases: readonly LeaseKey[]): Promise<Map<string, Desired>> {
    const rows = await this.#query<{ accountId: string; desired: Desired }>(
      'select * from session_beat($1, $2, $3, $4)',
      [workerId, ...columnsOf(leases), LEASE_TTL_MS / 1000],
    );
    return new Map(rows.map(({ accountId, desired }) => [accountId, desired]));
  }

  /** Gives leases back; what their holder writes afterwards is refused. */
  async release(workerId: string, leases: readonly LeaseKey[]): Promise<void> {
    await this.#query('select session_release($1, $2, $3)', [workerId, ...columnsOf(leases)]);
  }

  /** Shows how a session is to its user, on every device. False: the lease is not the newest, and nothing was written. */
  async say({ accountId, epoch }: LeaseKey, state: SessionState): Promise<boolean> {
    const [row] = await this.#query<{ isHeld: boolean }>('select session_say($1, $2, $3, $4) as "isHeld"', [
      accountId,
      epoch,
      formatSessionStatus(state),
      state.status === 'connected',
    ]);
    return row?.isHeld === true;
  }

  async #query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    return (await this.#pool.query<Row>(text, values)).rows;
  }
}

function columnsOf(leases: readonly LeaseKey[]): [string[], number[]] {
  return [leases.map(({ accountId }) => accountId), leases.map(({ epoch }) => epoch)];
}
