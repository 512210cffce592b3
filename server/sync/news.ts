import type pg from 'pg';
import type { PullResponse } from '../../shared/sync/protocol.ts';
import { pullRevision } from './pull.ts';
import { findSessions } from './tickets.ts';

/** [L7] What a push has made, for the sockets that know everything before it. */
export interface News {
  /** The cursor of who does. */
  readonly after: string;
  readonly page: PullResponse;
  /** Who may read it. */
  readonly sessionIds: ReadonlySet<string>;
}

/** Reads it inside the transaction that made it, where it costs least. Null when nobody listens, or it is more than a page. */
export async function readNews(
  client: pg.ClientBase,
  userId: string,
  revision: number,
  listeners: readonly string[],
): Promise<News | null> {
  if (listeners.length === 0) return null;
  const [read, sessionIds] = await Promise.all([
    pullRevision(client, userId, revision),
    findSessions(client, listeners),
  ]);
  return read && { ...read, sessionIds };
}
