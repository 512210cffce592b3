import type pg from 'pg';
import { entities, type EntityName } from '../../shared/entities/index.ts';
import { ProblemError } from '../../shared/problem.ts';
import { ROWS_PER_PULL_MAX, type Change, type PullResponse } from '../../shared/sync/protocol.ts';
import { formatCursor, parseCursor, REVISION_END, type Cursor } from './cursor.ts';
import { IS_CURRENT } from './tickets.ts';

const START = { revision: 0, step: '', id: '00000000-0000-0000-0000-000000000000' };
// In a first page the head is not known yet; no tombstone has a later revision.
const NO_TOMBSTONES = Number.MAX_SAFE_INTEGER;

const nameByTable = new Map<string, EntityName>(
  Object.values(entities).map(({ name, table }) => [table, name]),
);

interface FeedRow {
  history: string;
  head: string;
  floor: string;
  step: string | null;
  revision: string;
  id: string;
  row: unknown;
}

type Place = Omit<Cursor, 'history'>;

/**
 * One page of what changed for a user after the cursor. Throws ProblemError(unauthorized) when the user is gone, or the session that
 * it is for can not keep a socket; a request has been asked for its session before.
 */
export async function pull(
  pool: pg.Pool,
  userId: string,
  cursorText: string | undefined,
  pageSize = ROWS_PER_PULL_MAX,
  sessionId: string | null = null,
): Promise<PullResponse> {
  const cursor = cursorText === undefined ? null : parseCursor(cursorText);
  if (cursor) {
    const rows = await readFeed(pool, userId, cursor, pageSize, sessionId);
    if (!needsReset(cursor, rows[0])) return toPage(rows, cursor, pageSize, false);
  }
  const start = { ...START, tombstonesAfter: NO_TOMBSTONES };
  const page = toPage(await readFeed(pool, userId, start, pageSize, sessionId), start, pageSize, true);
  return page.hasMore ? { ...page, total: await readTotal(pool, userId) } : page;
}

/** What the newest revision has, after the cursor of who knows all before it. Null when it is more than a page. */
export async function pullRevision(
  client: pg.ClientBase,
  userId: string,
  revision: number,
): Promise<{ after: string; page: PullResponse } | null> {
  const place = { revision: revision - 1, ...REVISION_END, tombstonesAfter: 0 };
  const rows = await readFeed(client, userId, place, ROWS_PER_PULL_MAX, null);
  const page = toPage(rows, place, ROWS_PER_PULL_MAX, false);
  return page.hasMore ? null : { after: formatCursor({ history: rows[0].history, ...place }), page };
}

async function readTotal(pool: pg.Pool, userId: string): Promise<number> {
  const { rows } = await pool.query<{ total: string }>({
    name: 'sync_total',
    text: 'select sync_total($1) as total',
    values: [userId],
  });
  return Number(rows[0]?.total ?? 0);
}

async function readFeed(
  pool: Pick<pg.Pool, 'query'>,
  userId: string,
  after: Place,
  pageSize: number,
  sessionId: string | null,
): Promise<[FeedRow, ...FeedRow[]]> {
  const { rows } = await pool.query<FeedRow>({
    name: 'sync_pull',
    text: `select * from sync_pull($1, $2, $3, $4, $5, $6)
      where $7::text is null or exists (select from session where id = $7 and ${IS_CURRENT})`,
    values: [userId, after.revision, after.step, after.id, after.tombstonesAfter, pageSize, sessionId],
  });
  const [first, ...others] = rows;
  if (!first) throw new ProblemError('unauthorized');
  return [first, ...others];
}

// [L3]
function needsReset(cursor: Cursor, { history, head, floor }: FeedRow): boolean {
  const tombstonesRead = Math.max(cursor.revision - (cursor.step === '' ? 1 : 0), cursor.tombstonesAfter);
  return cursor.history !== history || cursor.revision > Number(head) || Number(floor) > tombstonesRead;
}

function toPage(rows: [FeedRow, ...FeedRow[]], after: Place, pageSize: number, reset: boolean): PullResponse {
  const [{ history, head }] = rows;
  const changes = rows.flatMap((row) => toChange(row));
  const last = rows.at(-1);
  const hasMore = last?.step != null && rows.length === pageSize;
  const cursor: Cursor = hasMore
    ? {
        history,
        revision: Number(last.revision),
        step: last.step ?? '',
        id: last.id,
        tombstonesAfter: reset ? Number(head) : after.tombstonesAfter,
      }
    : { history, revision: Number(head), ...REVISION_END, tombstonesAfter: 0 };
  return { reset, changes, cursor: formatCursor(cursor), hasMore };
}

function toChange({ step, id, row }: FeedRow): Change[] {
  if (step === null) return []; // Nothing new: the row of head and history alone.
  const entity = nameByTable.get(step === '' ? String(row) : step);
  if (entity === undefined) return []; // A table of a newer server.
  return [{ entity, id, row: step === '' ? null : (row as Record<string, unknown>) }];
}
