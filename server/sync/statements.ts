import pg from 'pg';
import { entities, writableNames, type EntityName, type WritableName } from '../../shared/entities/index.ts';

/** The SQL that writes one entity, built once from the registry: no name in it ever comes from a request. */
export interface Statements {
  /** Owner, id, then the values of keyFields, then of referenceFields -> existing, count, hasReferences. */
  look: string;
  /** The values of insertColumns. */
  insert: string;
  /** Id, then the values of the fields. */
  update: (fields: readonly string[]) => string;
  /** Id, then the values of changeableFields: nothing is written when they are the same. */
  replace: string;
  /** Id. */
  remove: string;
  /** Owner, then the values of keyFields. */
  removeByKey: string;
  keyFields: readonly string[];
  referenceFields: readonly string[];
  insertColumns: readonly string[];
  changeableFields: readonly string[];
}

const quote = pg.escapeIdentifier;

export const statementsByEntity = Object.fromEntries(
  writableNames.map((name) => [name, buildStatements(name)]),
) as Record<WritableName, Statements>; // Safe: one for each name.

function buildStatements(name: WritableName): Statements {
  const entity = entities[name];
  const table = quote(entity.table);
  const [owner, ownerType] =
    entity.ownedBy === 'user' ? [quote('userId'), 'varchar'] : [quote('accountId'), 'uuid'];
  const fields = Object.keys(entity.fields.shape);
  const keyFields = entity.key ?? [];
  const referenceFields = Object.keys(entity.references);
  const insertColumns = [...(entity.ownedBy === 'user' ? ['userId'] : []), 'id', ...fields];

  const hasKey = (first: number) =>
    keyFields.map((field, index) => `${quote(field)} = $${first + index}`).join(' and ');
  const isSame = keyFields.length === 0 ? 'id = $2::uuid' : hasKey(3);
  const changeableFields = fields.filter((field) => !entity.fixedFields.has(field));
  const update = (changed: readonly string[]) =>
    `update ${table} set ${changed.map((field, index) => `${quote(field)} = $${index + 2}`).join(', ')} where id = $1`;
  const differs = changeableFields.map((field, index) => `${quote(field)} is distinct from $${index + 2}`);
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
    update,
    replace: `${update(changeableFields)} and (${differs.join(' or ')})`,
    remove: `delete from ${table} where id = $1`,
    removeByKey: `delete from ${table} where ${owner} = $1 and ${hasKey(2)}`,
    keyFields,
    referenceFields,
    insertColumns,
    changeableFields,
  };
}
