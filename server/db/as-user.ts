import type pg from 'pg';
import { ProblemError } from '../../shared/problem.ts';
import { errorCode, isConnectionError } from './errors.ts';

const ATTEMPTS_MAX = 5;
// deadlock_detected, serialization_failure: a writer outside the server came between; the same again will do.
const RETRIED_CODES = new Set(['40P01', '40001']);

/**
 * Runs a transaction that is bound to one user and holds the lock of their head, so that what it reads stays true until it commits.
 * Runs it again when PostgreSQL asks for that. Throws ProblemError(unauthorized) when the user is gone.
 */
export async function asUser<T>(
  pool: pg.Pool,
  userId: string,
  run: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transact(pool, userId, run);
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !RETRIED_CODES.has(errorCode(error))) throw error;
    }
  }
}

async function transact<T>(pool: pg.Pool, userId: string, run: (client: pg.PoolClient) => Promise<T>) {
  const client = await pool.connect();
  let isUsable = false;
  try {
    const [, { rows }] = await Promise.all([
      client.query('begin'),
      client.query({ name: 'sync_begin', text: 'select sync_begin($1) as head', values: [userId] }),
    ]);
    if (rows[0]?.head == null) throw new ProblemError('unauthorized');
    const result = await run(client);
    await client.query('commit');
    isUsable = true;
    return result;
  } catch (error) {
    const isRolledBack = await client.query('rollback').then(
      () => true,
      () => false,
    );
    // One that takes no writes may lead to a server that is a standby now.
    isUsable = isRolledBack && !isConnectionError(error);
    throw error;
  } finally {
    client.release(!isUsable);
  }
}
