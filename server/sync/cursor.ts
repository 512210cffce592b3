import * as z from 'zod';

/** How far a client has read; the client itself sees one opaque string. */
export interface Cursor {
  /** Of sync_history: another one means that revisions started anew. */
  history: string;
  revision: number;
  /** '' = tombstones, then the table's name. */
  step: string;
  id: string;
  /** 0, or during a first copy the head when it began: older tombstones are no concern of an empty replica. */
  tombstonesAfter: number;
}

/** After every step and id of a revision. */
export const REVISION_END = { step: '~', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

const revision = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const parts = z.tuple([z.guid(), revision, z.string().regex(/^[a-z_]*$|^~$/), z.guid(), revision]);

export function formatCursor({ history, revision, step, id, tombstonesAfter }: Cursor): string {
  return [history, revision, step, id, tombstonesAfter].join(':');
}

/** Null when it is not one of ours. */
export function parseCursor(text: string): Cursor | null {
  const parsed = parts.safeParse(text.split(':'));
  if (!parsed.success) return null;
  const [history, revision, step, id, tombstonesAfter] = parsed.data;
  return { history, revision, step, id, tombstonesAfter };
}
