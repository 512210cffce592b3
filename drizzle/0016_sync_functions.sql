-- The database side of sync: revisions, tombstones, pull, roles. The numbers are the rules of shared/sync/SPEC.md.
-- Runs as the owner of the tables. server/db/migrate.ts calls sync_track for every table of the registry afterwards.

-- Names of tables are compared byte by byte, as in sync_pull, whatever the database's own collation is.
alter table sync_tombstones alter entity type text collate "C";
alter table sync_entities alter name type text collate "C";
-- Every writing transaction updates its head: leave room on the page.
alter table sync_heads set (fillfactor = 50);

insert into sync_history default values;

-- Every user has a head, whoever creates the user (Better Auth does, on a connection of its own).
create function sync_add_head() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.sync_heads ("userId") values (new.id);
  return null;
end $$;
create trigger sync_add_head after insert on "user" for each row execute function sync_add_head();
insert into sync_heads ("userId") select id from "user";

-- ------------------------------------------------------------------------------------------------------------------
-- The revision of a transaction
-- ------------------------------------------------------------------------------------------------------------------

-- [S1] The user's revision in this transaction: the next one at the first call, the same after. Null when the user is being
-- deleted. Remembered in transaction-local settings, which ROLLBACK and ROLLBACK TO SAVEPOINT undo together with the head row.
create function sync_take(of_user text) returns bigint language plpgsql security definer set search_path = '' as $$
declare
  taken bigint;
begin
  if current_setting('sync.userId', true) = of_user then
    return current_setting('sync.revision')::bigint;
  end if;
  update public.sync_heads set revision = revision + 1 where "userId" = of_user returning revision into taken;
  if found then
    perform set_config('sync.userId', of_user, true), set_config('sync.revision', taken::text, true);
  end if;
  return taken;
end $$;

-- The first statement of every writing transaction of the server: binds it to one user and locks the head, without a revision.
-- What is read after it stays true until commit, so limits and ownership may be checked by counting, and two such transactions
-- can't deadlock on one user's rows. Any other writer (a SQL prompt) is synced too, but either side may get 40P01: the server
-- retries, a person repeats the command. Null: no such user.
create function sync_begin(of_user text) returns bigint language plpgsql security definer set search_path = '' as $$
declare
  head bigint;
begin
  perform set_config('app.userId', of_user, true);
  select revision into head from public.sync_heads where "userId" = of_user for no key update;
  return head;
end $$;

-- A user's newest revision; null: no such user. For pokes, which carry nothing else.
create function sync_head(of_user text) returns bigint language sql stable security definer set search_path = '' as $$
  select revision from public.sync_heads where "userId" = of_user
$$;

-- The next number of the user's accounts, where the writer gives none.
create function number_account() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform from public.sync_heads where "userId" = new."userId" for no key update;
  select coalesce(max("accountNumber"), 0) + 1 into new."accountNumber" from public.accounts where "userId" = new."userId";
  return new;
end $$;
create trigger number_account before insert on accounts for each row when (new."accountNumber" is null)
execute function number_account();

-- ------------------------------------------------------------------------------------------------------------------
-- Triggers. Argument 0: 'user' (the table has its own userId) or 'account' (its accountId decides, whatever the writer says).
-- ------------------------------------------------------------------------------------------------------------------

-- [S2] [S5]
create function sync_stamp() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_argv[0] = 'account' then
    if tg_op = 'UPDATE' then
      if new."accountId" <> old."accountId" then
        raise check_violation using message = tg_table_name || ': accountId never changes';
      end if;
      new."userId" := old."userId";
    end if;
    if tg_op = 'INSERT' or new."userId" = '' then -- '': a row from before its table was synced
      select "userId" into new."userId" from public.accounts where id = new."accountId";
      if not found then
        raise foreign_key_violation using message = format('no account %s', new."accountId");
      end if;
    end if;
  elsif tg_op = 'UPDATE' then
    if new."userId" <> old."userId" then
      raise check_violation using message = tg_table_name || ': userId never changes';
    end if;
  end if;
  if tg_op = 'UPDATE' then
    if new.id <> old.id then
      raise check_violation using message = tg_table_name || ': id never changes';
    end if;
  end if;

  if current_setting('sync.userId', true) = new."userId" then -- sync_take's first lines without the call: a third of the cost
    new.revision := current_setting('sync.revision');
  else
    new.revision := public.sync_take(new."userId");
    if new.revision is null then
      raise foreign_key_violation using message = format('no user %s', new."userId");
    end if;
  end if;
  new."updatedAt" := now();
  return new;
end $$;

-- [S3] Statement triggers: a cascade deletes with one statement per parent row, so 10,000 children cost one insert.
create function sync_bury() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  owner text;
begin
  for owner in select distinct "userId" from gone order by 1 loop
    insert into public.sync_tombstones ("userId", entity, id, revision)
    select owner, tg_table_name, gone.id, taken.revision
    from gone, public.sync_take(owner) as taken (revision)
    where gone."userId" = owner and taken.revision is not null -- null: the user goes too
    on conflict ("userId", entity, id) do update set revision = excluded.revision, "deletedAt" = excluded."deletedAt";
  end loop;
  return null;
end $$;

create function sync_bury_owned() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  owner text;
begin
  for owner in
    select distinct accounts."userId" from gone join public.accounts on accounts.id = gone."accountId" order by 1 -- no account: [S3]
  loop
    insert into public.sync_tombstones ("userId", entity, id, revision)
    select owner, tg_table_name, gone.id, taken.revision
    from gone join public.accounts on accounts.id = gone."accountId", public.sync_take(owner) as taken (revision)
    where gone."userId" = owner and taken.revision is not null
    on conflict ("userId", entity, id) do update set revision = excluded.revision, "deletedAt" = excluded."deletedAt";
  end loop;
  return null;
end $$;

create function sync_refuse_truncate() returns trigger language plpgsql as $$
begin
  raise feature_not_supported using message = tg_table_name || ' is synced: use delete, truncate leaves no tombstones';
end $$;

-- ------------------------------------------------------------------------------------------------------------------
-- Pull
-- ------------------------------------------------------------------------------------------------------------------

-- (Re)builds sync_pull from sync_entities; sync_track calls it.
create function sync_build_pull() returns void language plpgsql as $build$
declare
  feeds text;
begin
  select string_agg(format($feed$
      union all (
        select %1$L collate "C", revision, id, to_jsonb(%1$I.*) - %2$L::text[] from public.%1$I
        where "userId" = of_user and (revision, id) > (
          after_revision - (after_step < %1$L collate "C")::int,
          case when after_step = %1$L collate "C" then after_id else 'ffffffff-ffff-ffff-ffff-ffffffffffff' end)
        order by revision, id limit page)$feed$, name, "hiddenColumns"), '' order by name)
  into feeds from public.sync_entities;

  execute format($pull$
    -- [L1] One page of what came after the given place, in the order revision, step ('' = tombstones, then the table), id. At least
    -- one row: the head, floor and history of the same snapshot, so a page that is not full ends exactly at the head. A page may
    -- end inside a revision (one transaction may write more rows than a page holds); rows only move forward, so none is skipped.
    --   tombstones_after: 0, or in a first copy the head when it began: older deletions are no concern of an empty replica.
    -- [L3] Reset instead when history differs, after_revision > head, or
    --   floor > greatest(after_revision - (after_step = '')::int, tombstones_after).
    -- Binds itself to the user: one round trip instead of begin, set_config, select, commit (2.6 -> 1.4 times the floor's CPU).
    create or replace function sync_pull(
      of_user text, after_revision bigint, after_step text, after_id uuid, tombstones_after bigint, page integer
    ) returns table (history uuid, head bigint, floor bigint, step text, revision bigint, id uuid, "row" jsonb)
    language plpgsql as $body$
    #variable_conflict use_column
    begin
      perform set_config('app.userId', of_user, true);
      return query
      select sync_history.id, sync_heads.revision, sync_heads.floor, feed.step, feed.revision, feed.id, feed."row"
      from public.sync_history
      join public.sync_heads on sync_heads."userId" = of_user
      left join lateral (
        select * from ((
          select '' collate "C" as step, revision, id, to_jsonb(entity) as "row" from public.sync_tombstones
          where "userId" = of_user and revision > tombstones_after and (revision, id) > (
            after_revision, case when after_step = '' then after_id else 'ffffffff-ffff-ffff-ffff-ffffffffffff' end)
          order by revision, id limit page)%s
        ) as feeds order by revision, step, id limit page
      ) as feed on true
      order by feed.revision, feed.step, feed.id;
    end $body$
  $pull$, feeds);
  grant execute on function sync_pull(text, bigint, text, uuid, bigint, integer) to nexis_app;
end $build$;

-- ------------------------------------------------------------------------------------------------------------------
-- [S6] Roles and the second wall
--   The owner runs migrations, backups and sync_prune. The server's pool takes the role nexis_app and refuses to start when that
--   role is a superuser, has bypassrls or owns a table. ENABLE, not FORCE: under FORCE the owner's own data migrations change no
--   row and say nothing, and pg_dump stops.
-- ------------------------------------------------------------------------------------------------------------------

do $$
begin
  create role nexis_app nologin nosuperuser nobypassrls; -- roles belong to the whole cluster: another database may have made it
exception when duplicate_object or unique_violation then
  null;
end $$;
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    grant nexis_app to current_user; -- creating a role does not allow to take it
  end if;
exception when insufficient_privilege then
  null; -- the pool's check says what is missing
end $$;
grant usage on schema public to nexis_app;

-- Better Auth looks up sessions and users before it knows whose they are: no policy here.
grant select, insert, update, delete on "user", session, account, verification, rate_limits to nexis_app;

alter table subscriptions enable row level security;
create policy own_rows on subscriptions for select to nexis_app using ("userId" = current_setting('app.userId', true));
grant select on subscriptions to nexis_app;

alter table sync_heads enable row level security;
alter table sync_tombstones enable row level security;
alter table sync_clients enable row level security;
create policy own_rows on sync_heads for select to nexis_app using ("userId" = current_setting('app.userId', true));
create policy own_rows on sync_tombstones for select to nexis_app using ("userId" = current_setting('app.userId', true));
create policy own_rows on sync_clients to nexis_app using ("userId" = current_setting('app.userId', true));
grant select on sync_history, sync_heads, sync_tombstones to nexis_app;
grant select, insert, update, delete on sync_clients to nexis_app;
revoke execute on function sync_take(text), sync_begin(text), sync_head(text) from public;
grant execute on function sync_begin(text), sync_head(text) to nexis_app;

-- Everything a synced table needs besides its columns. Does nothing when the table has it already, so every start may call it.
create function sync_track(tracked name, owned_by text, hidden_columns text[]) returns void language plpgsql as $$
declare
  hidden_before text[];
begin
  select "hiddenColumns" into hidden_before from public.sync_entities where name = tracked;
  if not found then
    execute format('create trigger sync_stamp before insert or update on %I for each row execute function sync_stamp(%L)',
      tracked, owned_by);
    execute format('create trigger sync_bury after delete on %I referencing old table as gone for each statement execute function %I()',
      tracked, case owned_by when 'account' then 'sync_bury_owned' else 'sync_bury' end);
    execute format('create trigger sync_refuse_truncate before truncate on %I execute function sync_refuse_truncate()', tracked);
    execute format('update %I set id = id', tracked); -- rows from before: their first revision
    execute format('create index on %I ("userId", revision, id)', tracked);
    execute format('alter table %I enable row level security', tracked);
    execute format('create policy own_rows on %I to nexis_app using ("userId" = current_setting(''app.userId'', true))', tracked);
    execute format('grant select, insert, update, delete on %I to nexis_app', tracked);
    insert into public.sync_entities values (tracked, hidden_columns);
    perform public.sync_build_pull();
  elsif hidden_before <> hidden_columns then
    update public.sync_entities set "hiddenColumns" = hidden_columns where name = tracked;
    perform public.sync_build_pull();
    update public.sync_history set id = gen_random_uuid(); -- [L3] what was read before lacks the new columns
  end if;
end $$;
revoke execute on function sync_build_pull(), sync_track(name, text, text[]) from public;

-- Forgets one user's tombstones that are older than the given age and raises the floor. Run by the owner.
create function sync_prune(of_user text, age interval) returns void language plpgsql set search_path = '' as $$
begin
  perform from public.sync_heads where "userId" = of_user for no key update;
  with gone as (
    delete from public.sync_tombstones where "userId" = of_user and "deletedAt" < now() - age returning revision
  )
  update public.sync_heads set floor = greatest(floor, (select max(revision) from gone)) where "userId" = of_user;
end $$;
revoke execute on function sync_prune(text, interval) from public;
