import * as z from 'zod/mini';
import { entities, writableNames, type WritableName } from '../../../../shared/entities/index.ts';
import { applyChanges, emptyRows, type Rows } from '../../../../shared/sync/apply.ts';
import { deriveId } from '../../../../shared/sync/entity.ts';

/** What fields hold that can't be made from their schema alone. */
const samples: readonly string[] = [
  'Ünïcode, "quoted"\nand =risky',
  '+15550100001',
  '15550100001',
  '120363000000000001@g.us',
  '15550100002@c.us',
  'opaque@lid',
  'teal',
  'a0',
];

/** One user's rows: one of every entity that a client writes, made from the registry, so that a new one is in it by itself. */
export function everyThing(userId = 'ada'): Rows {
  let rows = emptyRows;
  for (const name of writableNames) {
    const { fields, row } = oneOf(name, userId, rows);
    expectValid(name, fields);
    rows = applyChanges(rows, [{ entity: name, id: row.id, row }]);
  }
  return rows;
}

function oneOf(name: WritableName, userId: string, rows: Rows) {
  const entity = entities[name];
  const fields = Object.fromEntries(
    Object.entries(entity.fields.shape as Record<string, z.ZodMiniType>).map(([field, schema]) => {
      const parent = entity.references[field] ?? entity.mentions[field];
      return [field, parent ? [...rows[parent as WritableName].keys()][0] : sampleOf(schema)];
    }),
  );
  const id = entity.key ? deriveId(entity, userId, fields) : crypto.randomUUID();
  return { fields, row: { id, revision: 7, ...fields, ...(name === 'account' && { accountNumber: 1 }) } };
}

function sampleOf(schema: z.ZodMiniType): unknown {
  if (schema instanceof z.ZodMiniOptional) return sampleOf(schema._zod.def.innerType as z.ZodMiniType);
  const own: readonly unknown[] = schema instanceof z.ZodMiniEnum ? schema.options : [];
  return [...own, ...samples, true, 1, [], {}].find((sample) => {
    const parsed = schema.safeParse(sample);
    return parsed.success && JSON.stringify(parsed.data) === JSON.stringify(sample);
  });
}

function expectValid(name: WritableName, fields: object): void {
  const { error } = entities[name].fields.safeParse(fields);
  if (error) throw new Error(`no sample for ${name}: ${z.prettifyError(error)}`);
}
