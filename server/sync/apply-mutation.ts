import type pg from 'pg';
import type * as z from 'zod';
import { entities, writableNames, type WritableName } from '../../shared/entities/index.ts';
import { limitSentences, type PlanLimits } from '../../shared/plan.ts';
import { deriveId } from '../../shared/sync/entity.ts';
import { mutationSchema, type Operation, type rejectionCodes } from '../../shared/sync/protocol.ts';
import { errorCode } from '../db/errors.ts';
import { asCanonical, moveChat } from './chat-aliases.ts';
import { statementsByEntity } from './statements.ts';

/** What a mutation is applied with: a transaction that is bound to its user. */
export interface Writer {
  client: pg.ClientBase;
  userId: string;
  readLimits: () => Promise<PlanLimits>;
}

/** Why a mutation is refused: a code, and a sentence for the person who made the edit. */
export class Rejected extends Error {
  readonly code: (typeof rejectionCodes)[number];

  constructor(code: (typeof rejectionCodes)[number], detail: string) {
    super(detail);
    this.name = 'Rejected';
    this.code = code;
  }
}

const GONE = 'What this change belongs to is not there any more.';
const schemaByEntity = new Map<unknown, z.ZodType>(writableNames.map((name) => [name, mutationSchema(name)]));

/** Applies one mutation to the database. Throws Rejected when it is not valid, not allowed or not possible. */
export async function applyMutation(writer: Writer, mutation: { entity?: unknown }): Promise<void> {
  const operation = parseOperation(mutation);
  try {
    await applyOperation(writer, operation);
  } catch (error) {
    throw rejectionFor(error) ?? error;
  }
}

function parseOperation(mutation: { entity?: unknown }): Operation {
  const schema = schemaByEntity.get(mutation.entity);
  if (!schema) throw new Rejected('invalid_mutation', 'The server does not know this kind of thing yet.');
  const parsed = schema.safeParse(mutation);
  if (parsed.success) return parsed.data as Operation; // Safe: mutationSchema describes Operation.
  const [issue] = parsed.error.issues;
  throw new Rejected(
    'invalid_mutation',
    `This change is not valid: ${issue?.path.join('.')}: ${issue?.message}.`,
  );
}

async function applyOperation(writer: Writer, operation: Operation): Promise<void> {
  const { client } = writer;
  const { entity: name, id } = operation;
  switch (operation.op) {
    case 'create':
    case 'put':
      await write(writer, name, id, await asCanonical(client, name, operation.fields));
      if (operation.entity === 'chat-alias') await moveChat(client, operation.fields);
      break;
    case 'patch': {
      // [P5] [P6]
      const changed = Object.entries(operation.fields);
      const text = statementsByEntity[name].update(changed.map(([field]) => field));
      const { rowCount } = await client.query(text, [id, ...changed.map(([, value]) => value)]);
      if (rowCount === 0) throw new Rejected('not_found', GONE);
      break;
    }
    case 'delete':
      await remove(writer, name, id, operation.fields);
      break;
  }
}

type AnyFields = Readonly<Record<string, unknown>>;

// [P6] [P15]
async function remove(
  { client, userId }: Writer,
  name: WritableName,
  id: string,
  key: AnyFields | undefined,
): Promise<void> {
  const statements = statementsByEntity[name];
  if (!key) {
    await client.query({ name: `remove ${name}`, text: statements.remove, values: [id] });
    return;
  }
  const fields = await asCanonical(client, name, key);
  await client.query({
    name: `remove ${name} by key`,
    text: statements.removeByKey,
    values: [ownerOf(name, userId, fields), ...statements.keyFields.map((field) => fields[field])],
  });
}

function ownerOf(name: WritableName, userId: string, fields: AnyFields): unknown {
  return entities[name].ownedBy === 'user' ? userId : fields['accountId'];
}

interface Look {
  existing: string | null;
  count: number;
  hasReferences: boolean;
}

async function write(writer: Writer, name: WritableName, clientId: string, fields: AnyFields): Promise<void> {
  const { client, userId } = writer;
  const entity = entities[name];
  const statements = statementsByEntity[name];
  // [P8]
  const id = entity.key ? deriveId(entity, userId, fields) : clientId;
  const values = (names: readonly string[]) => names.map((field) => fields[field] ?? null);
  const { rows } = await client.query<Look>({
    name: `look ${name}`,
    text: statements.look,
    values: [
      ownerOf(name, userId, fields),
      id,
      ...values(statements.keyFields),
      ...values(statements.referenceFields),
    ],
  });
  const look = rows[0];
  if (!look?.hasReferences) throw new Rejected('not_found', GONE);
  if (look.existing !== null) {
    // [P7] [P8]
    if ((entity.key && entity.onPut === 'keep') || statements.changeableFields.length === 0) return;
    await client.query(statements.replace, [look.existing, ...values(statements.changeableFields)]);
    return;
  }
  await refuseOverLimit(writer, name, look.count);
  const row: Record<string, unknown> = { ...fields, id, userId };
  await client.query({
    name: `insert ${name}`,
    text: statements.insert,
    values: statements.insertColumns.map((column) => row[column] ?? null),
  });
}

// [P10]
async function refuseOverLimit({ readLimits }: Writer, name: WritableName, count: number): Promise<void> {
  const { limit } = entities[name];
  if (limit === undefined) return;
  const max = (await readLimits())[limit];
  if (count >= max) throw new Rejected('plan_limit', limitSentences[limit](max));
}

/** What PostgreSQL's refusal means for the person; null when it is no refusal of this one mutation. */
function rejectionFor(error: unknown): Rejected | null {
  const state = errorCode(error);
  // foreign_key_violation, insufficient_privilege (row level security), unique_violation (an id that another has): not there, or
  // not theirs. [S6]
  if (state === '23503' || state === '42501' || state === '23505') return new Rejected('not_found', GONE);
  // Other constraints, and values that PostgreSQL can't hold (a NUL in a text).
  if (/^2[23]/.test(state)) return new Rejected('invalid_mutation', 'This change is not valid.');
  return null;
}
