import type { Product } from '../support/product.ts';

/** Notes when the commit of each new folder began, by PostgreSQL's clock, which is this machine's. */
export async function noteCommits(product: Product): Promise<void> {
  await product.query(`
    create table commits (id uuid primary key, at timestamptz not null);
    create function note_commit() returns trigger language plpgsql security definer set search_path = public as $$
    begin
      insert into commits values (new.id, clock_timestamp());
      return null;
    end $$;
    create constraint trigger note_commit after insert on folders
      deferrable initially deferred for each row execute function note_commit();`);
}

/** Epoch milliseconds by the folder's id. */
export async function readCommits(product: Product): Promise<ReadonlyMap<string, number>> {
  const rows = await product.query<{ id: string; at: number }>(
    'select id, (extract(epoch from at) * 1000)::float8 as at from commits',
  );
  return new Map(rows.map(({ id, at }) => [id, at]));
}
