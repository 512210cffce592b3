import * as z from 'zod';
import {
  entities,
  type EntityName,
  type Fields,
  type Key,
  type Row,
  type WritableName,
} from '../entities/index.ts';
import { sessionNews } from '../whatsapp/inbox.ts';

/**
 * Raised with every change of the wire; protocol.test.ts fails when a schema changes without it.
 * 1: accounts, folders, chats in folders. 2: chat aliases; a delete may name a key. 3: priorities, templates, tags, what only the
 * server writes; a pull tells how many rows a full copy has. 4: views, preferences; pulls over the live socket. 5: news of sessions.
 */
export const PROTOCOL_VERSION = 5;
/** The first whose clients are told of what is new in sessions on the server. */
export const PROTOCOL_VERSION_NEWS = 5;
/** [P16] The oldest that the server takes. */
export const PROTOCOL_VERSION_MIN = 1;

export const MUTATIONS_PER_PUSH_MAX = 500;
export const ROWS_PER_PULL_MAX = 1000;
export const BODY_BYTES_MAX = 512 * 1024;
/** A live socket's client pings this often; a ping that is not answered before the next is due is a dead line. */
export const LIVE_PING_INTERVAL_MS = 10_000;
/** What a client needs at most to find that its line is dead: the line may die right after an answer. */
export const LIVE_CLIENT_NOTICES_MS = 2 * LIVE_PING_INTERVAL_MS;
const LIVE_PING_LATE_MS = 2000;
/** The server drops a socket that said nothing for longer: one ping may be lost, and the next be late. */
export const LIVE_SILENCE_MAX_MS = 2 * LIVE_PING_INTERVAL_MS + LIVE_PING_LATE_MS;
/** How often the server looks for such sockets. */
export const LIVE_SWEEP_INTERVAL_MS = LIVE_PING_INTERVAL_MS / 4;
export const LIVE_SERVER_NOTICES_MS = LIVE_SILENCE_MAX_MS + LIVE_SWEEP_INTERVAL_MS;

/** One edit. Each client numbers its own from 1; the server applies each number at most once. */
interface Envelope {
  readonly sequence: number;
  readonly mutationId: string;
}
export type Operation<E extends WritableName = WritableName> = {
  [Name in E]:
    | { op: 'create'; entity: Name; id: string; fields: Fields<Name> }
    | { op: 'patch'; entity: Name; id: string; fields: Partial<Fields<Name>> }
    | { op: 'put'; entity: Name; id: string; fields: Fields<Name> }
    | { op: 'delete'; entity: Name; id: string; fields?: Key<Name> };
}[E];
export type Mutation = Envelope & Operation;

/** What a push must look like to be taken at all; each mutation is judged alone after that. */
export const mutationEnvelope = z.looseObject({
  sequence: z.int().positive(),
  mutationId: z.uuid(),
});

const base = { sequence: z.int().positive(), mutationId: z.uuid(), id: z.uuid() };

/** The full schema of one entity's mutations. */
export function mutationSchema(name: WritableName) {
  const entity = entities[name];
  const literal = z.literal(name);
  const fields: z.core.$ZodObject = entity.fields;
  const only = (isWanted: (field: string) => boolean) =>
    z.strictObject(
      Object.fromEntries(Object.entries(fields._zod.def.shape).filter(([field]) => isWanted(field))),
    );
  const changeable = only((field) => !entity.fixedFields.has(field))
    .partial()
    .refine((patch) => Object.keys(patch).length > 0, 'nothing to change');
  const { key, identity } = entity;
  const remove = z.strictObject({
    ...base,
    entity: literal,
    op: z.literal('delete'),
    // [P15]
    ...(key && { fields: only((field) => identity.includes(field)).optional() }),
  });
  const patch = z.strictObject({ ...base, entity: literal, op: z.literal('patch'), fields: changeable });
  const write = z.strictObject({
    ...base,
    entity: literal,
    op: z.literal(key ? 'put' : 'create'),
    fields: entity.fields,
  });
  // A patch names its row by id alone, and the id of a chat's row changes when its alias is learned. [P13]
  if (entity.chatField !== undefined) return z.discriminatedUnion('op', [write, remove]);
  return z.discriminatedUnion('op', [write, patch, remove]);
}

export const pushRequest = z.strictObject({
  protocol: z.int(),
  clientId: z.uuid(),
  /** Rejections up to this sequence are held by the client; the server may forget them. */
  rejectionsSeen: z.int().nonnegative(),
  mutations: z.array(mutationEnvelope).max(MUTATIONS_PER_PUSH_MAX),
});

export const rejectionCodes = ['invalid_mutation', 'not_found', 'plan_limit'] as const;

export const rejection = z.object({
  sequence: z.int().positive(),
  mutationId: z.uuid(),
  code: z.string(),
  /** A sentence for the person who made the edit. */
  detail: z.string(),
});

export const pushResponse = z.object({
  /** Highest sequence that the server has processed for this client. */
  lastSequence: z.int().nonnegative(),
  /** The id of that mutation. */
  lastMutationId: z.uuid().nullish(),
  rejections: z.array(rejection),
});

/** Opaque; absent for a first copy. */
const cursor = z.string().max(500).optional();

export const pullQuery = z.strictObject({ protocol: z.coerce.number().int(), cursor });

/** A row as it is now, or null where it is gone. */
export const change = z.object({
  entity: z.string(),
  id: z.uuid(),
  row: z.record(z.string(), z.unknown()).nullable(),
});

export const pullResponse = z.object({
  /** The client forgets every confirmed row before it applies this page. */
  reset: z.boolean(),
  changes: z.array(change),
  cursor: z.string(),
  hasMore: z.boolean(),
  /** How many rows a full copy has; said with its first page when there are more. */
  total: z.int().nonnegative().optional(),
});

export const ticketResponse = z.object({ ticket: z.string() });

/** Client to server, over the live socket. `hello` comes first and once. */
export const liveRequest = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), ticket: z.string().max(200), protocol: z.int() }),
  z.strictObject({ type: z.literal('ping') }),
  // One at a time, when the server is ready; answered by the page of this id.
  z.strictObject({ type: z.literal('pull'), id: z.int().positive(), cursor }),
]);

/** Server to client. `revision` is the user's head; a client that has it need not pull. */
export const liveEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    revision: z.int().nonnegative(),
    /** Of the server; it takes pulls from 4 on, and did not say it before. */
    protocol: z.int().optional(),
  }),
  z.object({
    type: z.literal('poke'),
    revision: z.int().nonnegative(),
    /** The page after the last cursor that the client was given on this socket; of use to who is still there. */
    ahead: z.object({ after: z.string(), page: pullResponse }).optional(),
  }),
  z.object({ type: z.literal('pong') }),
  z.object({ type: z.literal('page'), id: z.int().positive(), page: pullResponse }),
  // [L8] Of who runs WhatsApp on the server; from 5 on.
  z.object({ type: z.literal('news'), news: sessionNews }),
]);

export type PushRequest = Omit<z.infer<typeof pushRequest>, 'mutations'> & {
  mutations: readonly Mutation[];
};
export type PushResponse = z.infer<typeof pushResponse>;
export type Rejection = z.infer<typeof rejection>;
export type Change = z.infer<typeof change>;
export type PullResponse = z.infer<typeof pullResponse>;
export type LiveRequest = z.infer<typeof liveRequest>;
export type LiveEvent = z.infer<typeof liveEvent>;
export type Poke = Extract<LiveEvent, { type: 'poke' }>;
export type { EntityName, Fields, Key, Row, WritableName };
