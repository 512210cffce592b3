import pg from 'pg';
import { entities, entityNames, type EntityName } from '../../shared/entities/index.ts';

/** The SQL that writes one entity, built once from the registry: no name in it ever comes from a request. */
export interface Statements {
  /** Owner, id, then the values of keyFields, then of referenceFields -> existing, count, hasReferences. */
  look: string;
  /** The values of insertColumns. */
  insert: string;
  /** Id, then the values of the fields. */
  update: (fields: readonly string[]) => string;
  /** Id. */
  remove: string;
  keyFields: readonly string[];
  referenceFields: readonly string[];
  insertColumns: readonly string[];
  changeableFields: readonly string[];
}

const quote = pg.escapeIdentifier;

export const statementsByEntity = Object.fromEntries(
  entityNames.map((name) => [name, buildStatements(name)]),
) as Record<EntityName, Statements>; // Safe: one for each name.

function buildStatements(name: EntityName): Statements {
  const entity = entities[name];
  const table = quote(entity.table);
  const [owner, ownerType] =
    entity.ownedBy === 'user' ? [quote('userId'), 'varchar'] : [quote('accountId'), 'uuid'];
  const fields = Object.keys(entity.fields.shape);
  const keyFields = entity.key ?? [];
  const referenceFields = Object.keys(entity.references);
  const insertColumns = [...(entity.ownedBy === 'user' ? ['userId'] : []), 'id', ...fields];

  const isSame =
    keyFields.length === 0
      ? 'id = $2::uuid'
      : keyFields.map((field, index) => `${quote(field)} = $${index + 3}`).join(' and ');
  // [P9] Row level security already hides what is another user's; a parent must be of the same account too.
  const hasReferences = referenceFields.map((field, index) => {
    const parent = entities[entity.references[field] as EntityName];
    const sameAccount = parent.ownedBy === 'account' ? ` and ${owner} = $1` : '';
    return `exists (select from ${quote(parent.table)} where id = $${index + 3 + keyFields.length}${sameAccount})`;
  });
  const count = entity.limit ? `(select count(*)::int from ${table} where ${owner} = $1)` : '0';

  return {
    look: `select $1::${ownerType} as owner, $2::uuid as id, ${count} as count,
      (select id from ${table} where ${owner} = $1 and ${isSame}) as existing,
      ${hasReferences.join(' and ') || 'true'} as "hasReferences"`,
    insert: `insert into ${table} (${insertColumns.map(quote).join(', ')})
      values (${insertColumns.map((_, index) => `$${index + 1}`).join(', ')})`,
    update: (changed) =>
      `update ${table} set ${changed.map((field, index) => `${quote(field)} = $${index + 2}`).join(', ')} where id = $1`,
    remove: `delete from ${table} where id = $1`,
    keyFields,
    referenceFields,
    insertColumns,
    changeableFields: fields.filter((field) => !entity.fixedFields.has(field)),
  };
}
