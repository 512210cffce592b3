import type pg from 'pg';
import { ProblemError } from '../../shared/problem.ts';
import type { PlanLimits, PlanType } from '../../shared/plan.ts';
import type { PushRequest, PushResponse, Rejection } from '../../shared/sync/protocol.ts';
import { asUser } from '../db/as-user.ts';
import { readPlanLimits } from '../plan.ts';
import { readNews, type News } from './news.ts';
import { applyMutation, Rejected, type Writer } from './apply-mutation.ts';

// A client takes its rejections with its next push; one that never does keeps the newest.
const REJECTIONS_KEPT_MAX = 500;

/** A push as it crosses the wire: each mutation is judged alone. */
export type WirePush = Omit<PushRequest, 'mutations'> & {
  mutations: readonly { sequence: number; mutationId: string; entity?: unknown }[];
};

export interface PushResult extends PushResponse {
  /** The revision that it made; null when it changed nothing. */
  revision: number | null;
  news: News | null;
}

/** Applies a client's mutations in order, each at most once; `listeners`: the sessions that hear of it. Throws ProblemError(client_conflict, invalid_input, unauthorized). */
export async function push(
  { pool, planDefault }: { pool: pg.Pool; planDefault: PlanType },
  userId: string,
  request: WirePush,
  listeners: readonly string[] = [],
): Promise<PushResult> {
  refuseUnordered(request.mutations);
  return asUser(pool, userId, async (client) => {
    const known = await readClient(client, userId, request.clientId);
    refuseCopiedProfile(known, request.mutations);
    const fresh = request.mutations.filter(({ sequence }) => sequence > known.lastSequence);
    const writer = createWriter(client, userId, planDefault);
    const kept = known.rejections.filter(({ sequence }) => sequence > request.rejectionsSeen);
    const rejections = [...kept, ...(await applyEach(writer, fresh))].slice(-REJECTIONS_KEPT_MAX);
    const last = fresh.at(-1) ?? { sequence: known.lastSequence, mutationId: known.lastMutationId };
    const isChanged = fresh.length > 0 || kept.length < known.rejections.length;
    const revision = isChanged ? await saveClient(client, userId, { ...request, ...last, rejections }) : null;
    const news = revision === null ? null : await readNews(client, userId, revision, listeners);
    return { lastSequence: last.sequence, lastMutationId: last.mutationId, rejections, revision, news };
  });
}

function refuseUnordered(mutations: WirePush['mutations']): void {
  if (mutations.some(({ sequence }, index) => sequence <= (mutations[index - 1]?.sequence ?? 0))) {
    throw new ProblemError('invalid_input', 'The sequence numbers must ascend.');
  }
}

interface KnownClient {
  lastSequence: number;
  lastMutationId: string | null;
  rejections: Rejection[];
}

// [P11]
function refuseCopiedProfile(known: KnownClient, mutations: WirePush['mutations']): void {
  const replayed = mutations.filter(({ sequence }) => sequence <= known.lastSequence);
  const last = replayed.at(-1);
  if (last === undefined) return;
  const isAnother = last.sequence === known.lastSequence && last.mutationId !== known.lastMutationId;
  // Its own numbers have no gap where the server has a mutation.
  const isOver = last.sequence < known.lastSequence && replayed.length < mutations.length;
  if (isAnother || isOver) throw new ProblemError('client_conflict');
}

function createWriter(client: pg.ClientBase, userId: string, planDefault: PlanType): Writer {
  let limits: Promise<PlanLimits> | undefined;
  return { client, userId, readLimits: () => (limits ??= readPlanLimits(client, userId, planDefault)) };
}

// [P2]
async function applyEach(writer: Writer, mutations: WirePush['mutations']): Promise<Rejection[]> {
  const { client } = writer;
  const rejections: Rejection[] = [];
  // Sent with the next mutation: the connection keeps the order.
  let released: Promise<unknown> = Promise.resolve();
  for (const mutation of mutations) {
    try {
      await Promise.all([released, client.query('savepoint mutation'), applyMutation(writer, mutation)]);
      released = client.query('release savepoint mutation');
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      released = client.query('rollback to savepoint mutation; release savepoint mutation');
      const { sequence, mutationId } = mutation;
      rejections.push({ sequence, mutationId, code: error.code, detail: error.message });
    }
  }
  await released;
  return rejections;
}

async function readClient(client: pg.ClientBase, userId: string, clientId: string): Promise<KnownClient> {
  const { rows } = await client.query<Omit<KnownClient, 'lastSequence'> & { lastSequence: string }>({
    name: 'sync_client',
    text: `select "lastSequence", "lastMutationId", rejections from sync_clients where "userId" = $1 and "clientId" = $2`,
    values: [userId, clientId],
  });
  const [found] = rows;
  if (!found) return { lastSequence: 0, lastMutationId: null, rejections: [] };
  return { ...found, lastSequence: Number(found.lastSequence) };
}

interface ClientUpdate {
  clientId: string;
  sequence: number;
  mutationId: string | null;
  rejections: readonly Rejection[];
}

/** [P1] In the transaction of the mutations. Returns the revision that the transaction took, or null. */
async function saveClient(
  client: pg.ClientBase,
  userId: string,
  update: ClientUpdate,
): Promise<number | null> {
  const { rows } = await client.query<{ revision: string | null }>({
    name: 'save_sync_client',
    text: `
      insert into sync_clients ("userId", "clientId", "lastSequence", "lastMutationId", rejections)
      values ($1, $2, $3, $4, $5)
      on conflict ("userId", "clientId") do update set "lastSequence" = excluded."lastSequence",
        "lastMutationId" = excluded."lastMutationId", rejections = excluded.rejections, "updatedAt" = now()
      returning nullif(current_setting('sync.revision', true), '') as revision`,
    values: [userId, update.clientId, update.sequence, update.mutationId, JSON.stringify(update.rejections)],
  });
  const revision = rows[0]?.revision;
  return revision == null ? null : Number(revision);
}
