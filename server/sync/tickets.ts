import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { SESSION_EXTEND_AFTER_S } from '../auth/better-auth.ts';

const TICKET_LIFETIME_S = 30;
export const TICKET_PREFIX = 'live-ticket:';

/**
 * Of a session: it has not ended, nor is it due to be extended. Every request that is signed in extends it then, so a socket is closed
 * and its client comes for another ticket.
 */
export const IS_CURRENT = `"expiresAt" > now() and "updatedAt" >= now() - interval '${SESSION_EXTEND_AFTER_S} s'`;

/** Whose live socket it is, and the sign-in that it stands on. */
export interface TicketHolder {
  userId: string;
  sessionId: string;
}

/** A secret that opens one live socket, once and soon: a socket's address and headers end up in logs, its first message does not. */
export async function issueTicket(pool: pg.Pool, sessionId: string): Promise<string> {
  const ticket = randomBytes(24).toString('base64url');
  await pool.query({
    name: 'issue_ticket',
    text: `insert into verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt")
      values ($1, $2, $3, now() + make_interval(secs => $4), now(), now())`,
    values: [randomUUID(), nameOf(ticket), sessionId, TICKET_LIFETIME_S],
  });
  return ticket;
}

/** Whose ticket it is, or null; the ticket is used up. */
export async function redeemTicket(pool: pg.Pool, ticket: string): Promise<TicketHolder | null> {
  const { rows } = await pool.query<TicketHolder>({
    name: 'redeem_ticket',
    text: `with used as (delete from verification where identifier = $1 returning value, "expiresAt")
      select session.id as "sessionId", "userId" from used join session on session.id = used.value
      where used."expiresAt" > now() and session."expiresAt" > now()`,
    values: [nameOf(ticket)],
  });
  return rows[0] ?? null;
}

/** Those of the sessions that can keep a socket. */
export async function findSessions(
  pool: Pick<pg.Pool, 'query'>,
  sessionIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'live_sessions',
    text: `select id from session where id = any($1::text[]) and ${IS_CURRENT}`,
    values: [sessionIds],
  });
  return new Set(rows.map(({ id }) => id));
}

function nameOf(ticket: string): string {
  return TICKET_PREFIX + createHash('sha256').update(ticket).digest('base64url');
}
