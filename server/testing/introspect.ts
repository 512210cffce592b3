export interface FoundTable {
  columns: Record<string, string>;
  /** Column -> table and delete rule. */
  references: Record<string, string>;
  primaryKey: string[];
  unique: string[][];
  indexes: string[][];
}

interface Database {
  query: (text: string) => Promise<{ rows: unknown[] }>;
}

/** Every table of the public schema as PostgreSQL itself describes it. */
export async function readTables(database: Database): Promise<Record<string, FoundTable>> {
  const names = await rowsOf<{ table: string }>(
    database,
    `select relname as "table" from pg_class ${IN_PUBLIC}`,
  );
  const columns = await rowsOf<{ table: string; column: string; type: string }>(database, COLUMNS);
  const keys = await rowsOf<{ table: string; column: string; target: string }>(database, FOREIGN_KEYS);
  const indexes = await rowsOf<{ table: string; columns: string; kind: string }>(database, INDEXES);
  const describe = (table: string): FoundTable => {
    const of = <Row extends { table: string }>(rows: Row[]) => rows.filter((row) => row.table === table);
    const indexesOf = (kind: string) =>
      of(indexes)
        .filter((index) => index.kind === kind)
        .map((index) => index.columns.split(','));
    return {
      columns: Object.fromEntries(of(columns).map(({ column, type }) => [column, type])),
      references: Object.fromEntries(of(keys).map(({ column, target }) => [column, target])),
      primaryKey: indexesOf('primary').flat(),
      unique: indexesOf('unique'),
      indexes: indexesOf('index'),
    };
  };
  return Object.fromEntries(names.map(({ table }) => [table, describe(table)]));
}

const IN_PUBLIC = `where relnamespace = 'public'::regnamespace and relkind = 'r'`;

const COLUMNS = `
  select relname as "table", attname as "column",
    case format_type(atttypid, atttypmod)
      when 'timestamp without time zone' then 'timestamp'
      else replace(format_type(atttypid, atttypmod), 'character varying', 'varchar')
    end
    || case when attnotnull then ' not null' else '' end
    || coalesce(' default ' || replace(pg_get_expr(adbin, adrelid), '::text', ''), '') as type
  from pg_class
  join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
  left join pg_attrdef on adrelid = attrelid and adnum = attnum
  ${IN_PUBLIC} order by relname, attnum`;

const FOREIGN_KEYS = `
  select pg_class.relname as "table", string_agg(attname, ',' order by array_position(conkey, attnum)) as "column",
    target.relname || case confdeltype when 'c' then ' cascade' when 'a' then '' else ' ' || confdeltype::text end as target
  from pg_class
  join pg_constraint on conrelid = pg_class.oid and contype = 'f'
  join pg_class as target on target.oid = confrelid
  join pg_attribute on attrelid = conrelid and attnum = any (conkey)
  where pg_class.relnamespace = 'public'::regnamespace
  group by pg_constraint.oid, pg_class.relname, target.relname, confdeltype`;

const INDEXES = `
  select pg_class.relname as "table",
    case when indisprimary then 'primary' when indisunique then 'unique' else 'index' end as kind,
    (select string_agg(attname, ',' order by position)
      from unnest(indkey) with ordinality as part (number, position)
      join pg_attribute on attrelid = indrelid and attnum = part.number) as columns
  from pg_class join pg_index on indrelid = pg_class.oid
  ${IN_PUBLIC} order by indexrelid`;

async function rowsOf<Row>(database: Database, text: string): Promise<Row[]> {
  return (await database.query(text)).rows as Row[]; // Safe: the caller names the columns of its own query.
}
