import { connectAsOwner } from '../db/pool.ts';
import { TICKET_PREFIX } from './tickets.ts';

/** A client that was offline for longer gets a full copy. */
const TOMBSTONE_AGE = '90 days';
/** Nobody tries to send a message again after that. */
const SEND_AGE = '7 days';

/** Forgets old tombstones, one user at a time, tickets that nobody used, and what was sent. Throws StartupError when the database can't be reached. */
export async function prune(databaseUrl: string, age = TOMBSTONE_AGE): Promise<void> {
  const owner = await connectAsOwner(databaseUrl);
  try {
    const { rows } = await owner.query<{ userId: string }>(
      `select distinct "userId" from sync_tombstones where "deletedAt" < now() - $1::interval`,
      [age],
    );
    for (const { userId } of rows) await owner.query('select sync_prune($1, $2)', [userId, age]);
    await owner.query(`delete from verification where starts_with(identifier, $1) and "expiresAt" < now()`, [
      TICKET_PREFIX,
    ]);
    await owner.query(`delete from session_sends where "createdAt" < now() - $1::interval`, [SEND_AGE]);
  } finally {
    await owner.end();
  }
}
