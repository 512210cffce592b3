import { v5 as uuidv5 } from 'uuid';
import * as z from 'zod/mini';
import type { PlanLimits } from '../plan.ts';
import { chatId } from '../whatsapp/chat-id.ts';

/** Fixed for ever: it is part of every derived id. */
const DERIVED_ID_NAMESPACE = '6a1f4f0e-3c0b-5c7e-9d55-6e65786973c4';

type Owner = 'user' | 'account';
type OwnerFields<O extends Owner> = O extends 'account' ? { accountId: z.ZodMiniUUID } : Record<never, never>;

interface Definition<
  Name extends string,
  O extends Owner,
  Shape extends z.core.$ZodShape,
  ServerShape extends z.core.$ZodShape,
  Key extends keyof Shape & string,
  ReadOnly extends boolean,
> {
  readonly name: Name;
  /** The PostgreSQL table that holds it. */
  readonly table: string;
  readonly ownedBy: O;
  /** The server alone writes it; a client that tries is refused. */
  readonly isReadOnly?: ReadOnly;
  /** What its writer writes. */
  readonly fields: Shape;
  /** What only the server writes; a row that the server has not seen yet lacks them. */
  readonly serverFields?: ServerShape;
  /** Fields that identify a row within its owner: such a row has a derived id and is written by `put`. */
  readonly key?: readonly Key[];
  /** What a `put` does to a row that is there already. */
  readonly onPut?: 'replace' | 'keep';
  /** Fields that hold the id of a row of another entity of the same account; that row's deletion deletes this one. */
  readonly references?: { readonly [Field in keyof Shape & string]?: string };
  /** Fields that may hold the id of a row of another entity, which need not be there. */
  readonly mentions?: { readonly [Field in keyof Shape & string]?: string };
  /** The plan limit that bounds how many rows one owner has. */
  readonly limit?: keyof PlanLimits;
}

/**
 * Declares one synced entity; validation, ids, outbox, push, pull and the change feed are derived from it.
 * Throws nothing; a wrong declaration does not compile or fails the registry's test.
 */
export function defineEntity<
  const Name extends string,
  const O extends Owner,
  Shape extends z.core.$ZodShape,
  ServerShape extends z.core.$ZodShape = Record<never, never>,
  Key extends keyof Shape & string = never,
  const ReadOnly extends boolean = false,
>(definition: Definition<Name, O, Shape, ServerShape, Key, ReadOnly>) {
  const ownerFields = (definition.ownedBy === 'account' ? { accountId: z.uuid() } : {}) as OwnerFields<O>;
  const fields = z.strictObject({ ...ownerFields, ...definition.fields });
  const references: Readonly<Record<string, string>> = {
    ...(definition.ownedBy === 'account' && { accountId: 'account' }),
    ...definition.references,
  };
  return {
    name: definition.name,
    table: definition.table,
    ownedBy: definition.ownedBy,
    isReadOnly: (definition.isReadOnly ?? false) as ReadOnly,
    key: definition.key,
    /** The owner and the key: what identifies a row that has a natural key. */
    identity: [...Object.keys(ownerFields), ...(definition.key ?? [])] as readonly string[],
    onPut: definition.onPut ?? 'replace',
    references,
    mentions: (definition.mentions ?? {}) as Readonly<Record<string, string>>,
    limit: definition.limit,
    /** [P12] The field of its key that names a chat. */
    chatField: Object.keys(definition.fields).find((field) => definition.fields[field] === chatId),
    fields,
    /** [P9] Never changed after creation: the owner, and the key or, without one, what it points to. */
    fixedFields: new Set<string>([
      ...Object.keys(ownerFields),
      ...(definition.key ?? Object.keys(references)),
    ]),
    row: z.object({
      id: z.uuid(),
      /** Per-user change number of the transaction that last wrote the row; 0 until the server has seen it. */
      revision: z.int().check(z.nonnegative()),
      ...fields.shape,
      ...z.partial(z.object(definition.serverFields ?? ({} as ServerShape))).shape,
    }),
  };
}

/** The id of a row that has a natural key: the same on every device, so two that write it at once meet in one row. */
export function deriveId(
  entity: { readonly name: string; readonly ownedBy: Owner; readonly key: readonly string[] | undefined },
  userId: string,
  fields: Readonly<Record<string, unknown>>,
): string {
  if (!entity.key) throw new Error(`${entity.name} has no natural key`);
  const owner = entity.ownedBy === 'account' ? fields['accountId'] : userId;
  const name = JSON.stringify([entity.name, owner, ...entity.key.map((field) => fields[field])]);
  return uuidv5(name, DERIVED_ID_NAMESPACE);
}
