import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';

const TICKET_LIFETIME_S = 30;
export const TICKET_PREFIX = 'live-ticket:';

/** A secret that opens one live socket, once and soon: a socket's address and headers end up in logs, its first message does not. */
export async function issueTicket(pool: pg.Pool, userId: string): Promise<string> {
  const ticket = randomBytes(24).toString('base64url');
  await pool.query({
    name: 'issue_ticket',
    text: `insert into verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt")
      values ($1, $2, $3, now() + make_interval(secs => $4), now(), now())`,
    values: [randomUUID(), nameOf(ticket), userId, TICKET_LIFETIME_S],
  });
  return ticket;
}

/** The user whose ticket it is, or null; the ticket is used up. */
export async function redeemTicket(pool: pg.Pool, ticket: string): Promise<string | null> {
  const { rows } = await pool.query<{ userId: string; isInTime: boolean }>({
    name: 'redeem_ticket',
    text: `delete from verification where identifier = $1 returning value as "userId", "expiresAt" > now() as "isInTime"`,
    values: [nameOf(ticket)],
  });
  return rows[0]?.isInTime ? rows[0].userId : null;
}

function nameOf(ticket: string): string {
  return TICKET_PREFIX + createHash('sha256').update(ticket).digest('base64url');
}
