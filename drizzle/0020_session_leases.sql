CREATE TABLE "session_blob_chunks" (
	"blobId" uuid NOT NULL,
	"place" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "session_blob_chunks_blobId_place_pk" PRIMARY KEY("blobId","place")
);
--> statement-breakpoint
CREATE TABLE "session_blobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"createdAt" timestamp DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_leases" (
	"accountId" uuid PRIMARY KEY NOT NULL,
	"userId" varchar(36) NOT NULL,
	"desired" text NOT NULL,
	"ownerId" text,
	"ownerUrl" text,
	"epoch" bigint DEFAULT 0 NOT NULL,
	"leaseUntil" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "session_blob_chunks" ADD CONSTRAINT "session_blob_chunks_blobId_session_blobs_id_fk" FOREIGN KEY ("blobId") REFERENCES "public"."session_blobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_leases" ADD CONSTRAINT "session_leases_accountId_accounts_id_fk" FOREIGN KEY ("accountId") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
-- Ciphertext is not compressible: out of line and as it is.
alter table session_blob_chunks alter column bytes set storage external;
--> statement-breakpoint
-- Its due leases are asked for all the time, its rows are updated by every beat.
alter table session_leases set (fillfactor = 50);
--> statement-breakpoint
-- Sealed, and without a word about whose they are: no policy here.
grant select, insert, delete on session_blobs, session_blob_chunks to nexis_app;
--> statement-breakpoint
-- A user sees their own. Workers act for everybody: by the functions below, and by nothing else.
alter table session_leases enable row level security;
--> statement-breakpoint
create policy own_rows on session_leases for select to nexis_app using ("userId" = current_setting('app.userId', true));
--> statement-breakpoint
grant select on session_leases to nexis_app;
--> statement-breakpoint
-- ------------------------------------------------------------------------------------------------------------------
-- Leases. The only clock is the database's.
-- ------------------------------------------------------------------------------------------------------------------

-- Says whether a user wants an account's session to run, and wakes the workers. False: the user has no such account.
create function session_want(of_user text, of_account uuid, wanted text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.sync_heads where "userId" = of_user for no key update;
  perform from public.accounts where id = of_account and "userId" = of_user;
  if not found then
    return false;
  end if;
  insert into public.whatsapp_sessions ("accountId") values (of_account) on conflict ("accountId") do nothing;
  insert into public.session_leases ("accountId", "userId", desired) values (of_account, of_user, wanted)
  on conflict ("accountId") do update set desired = excluded.desired;
  perform pg_notify('nexis_sessions', '');
  return true;
end $$;
--> statement-breakpoint
-- Gives a worker some of the sessions that nobody holds: at most 3, and 1 while another worker holds fewer than it does.
create function session_take(worker text, url text, most integer, seconds integer)
returns table ("accountId" uuid, "userId" text, epoch bigint) language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  held bigint;
  fewest bigint;
begin
  select coalesce(max(count) filter (where "ownerId" = worker), 0), min(count) filter (where "ownerId" <> worker)
  into held, fewest
  from (select "ownerId", count(*) from public.session_leases where "leaseUntil" > now() group by "ownerId") as loads;
  return query
  update public.session_leases as lease
  set "ownerId" = worker, "ownerUrl" = url, epoch = lease.epoch + 1, "leaseUntil" = now() + make_interval(secs => seconds)
  where lease."accountId" in (
    select due."accountId" from public.session_leases as due
    where due.desired = 'running' and (due."leaseUntil" is null or due."leaseUntil" < now())
    order by due."leaseUntil" nulls first
    limit least(most, case when held > fewest then 1 else 3 end)
    for update skip locked)
  returning lease."accountId", lease."userId"::text, lease.epoch;
end $$;
--> statement-breakpoint
-- Prolongs what a worker still holds, all at once, and says what the users want of it now.
create function session_beat(worker text, account_ids uuid[], epochs bigint[], seconds integer)
returns table ("accountId" uuid, desired text) language sql security definer set search_path = '' as $$
  update public.session_leases as lease set "leaseUntil" = now() + make_interval(secs => seconds)
  from unnest(account_ids, epochs) as held (account_id, epoch)
  where lease."accountId" = held.account_id and lease.epoch = held.epoch and lease."ownerId" = worker
  returning lease."accountId", lease.desired
$$;
--> statement-breakpoint
-- Gives leases back and wakes the other workers. The epoch grows, so that nothing which comes later from this holder counts.
create function session_release(worker text, account_ids uuid[], epochs bigint[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.session_leases as lease
  set "ownerId" = null, "ownerUrl" = null, "leaseUntil" = null, epoch = lease.epoch + 1
  from unnest(account_ids, epochs) as held (account_id, epoch)
  where lease."accountId" = held.account_id and lease.epoch = held.epoch and lease."ownerId" = worker;
  perform pg_notify('nexis_sessions', '');
end $$;
--> statement-breakpoint
-- Where the session of an account runs now; no row: nowhere.
create function session_holder(of_account uuid) returns table (url text, epoch bigint)
language sql stable security definer set search_path = '' as $$
  select "ownerUrl", epoch from public.session_leases where "accountId" = of_account and "leaseUntil" > now()
$$;
--> statement-breakpoint
-- ------------------------------------------------------------------------------------------------------------------
-- Stored logins: {"v": 1, "last": the last generation that was given out, "generations": [envelope, … newest first]}
-- ------------------------------------------------------------------------------------------------------------------

create function login_read(of_account uuid) returns jsonb language sql stable security definer set search_path = '' as $$
  select "sessionData" from public.whatsapp_sessions where "accountId" = of_account
$$;
--> statement-breakpoint
create function login_list() returns table ("accountId" uuid, login jsonb)
language sql stable security definer set search_path = '' as $$
  select "accountId", "sessionData" from public.whatsapp_sessions where "sessionData" is not null
$$;
--> statement-breakpoint
-- Whether a worker holds an account by this epoch; it stays so until the transaction ends. The head is locked first, as by
-- every writer, so that a lease is never locked for long.
create function login_hold(of_account uuid, of_epoch bigint) returns boolean language plpgsql set search_path = '' as $$
begin
  perform from public.sync_heads
  where "userId" = (select "userId" from public.accounts where id = of_account) for no key update;
  perform from public.session_leases where "accountId" = of_account and epoch = of_epoch for share;
  return found;
end $$;
--> statement-breakpoint
-- Makes an envelope the newest and leaves the given number of them: 'published', 'epoch' (another worker holds the account), or
-- 'generation' (another save, or a logout, was first).
create function login_publish(of_account uuid, of_epoch bigint, envelope jsonb, kept integer) returns text
language plpgsql security definer set search_path = '' as $$
begin
  if not public.login_hold(of_account, of_epoch) then
    return 'epoch';
  end if;
  update public.whatsapp_sessions set "sessionData" = jsonb_build_object('v', 1, 'last', envelope -> 'generation',
    'generations', (
      select jsonb_agg(each.envelope order by each.place)
      from jsonb_array_elements(jsonb_build_array(envelope) || coalesce("sessionData" -> 'generations', '[]'))
        with ordinality as each (envelope, place)
      where each.place <= kept))
  where "accountId" = of_account
    and coalesce(("sessionData" ->> 'last')::bigint, 0) + 1 = (envelope ->> 'generation')::bigint;
  return case when found then 'published' else 'generation' end;
end $$;
--> statement-breakpoint
-- Removes every envelope and with them the keys; returns what was there, null when another worker holds the account. A generation
-- is given out, so that a save which had begun before is refused.
create function login_forget(of_account uuid, of_epoch bigint) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  before jsonb;
begin
  if not public.login_hold(of_account, of_epoch) then
    return null;
  end if;
  select "sessionData" into before from public.whatsapp_sessions where "accountId" = of_account;
  update public.whatsapp_sessions set "sessionData" = jsonb_build_object(
    'v', 1, 'last', coalesce(("sessionData" ->> 'last')::bigint, 0) + 1, 'generations', '[]'::jsonb)
  where "accountId" = of_account;
  return coalesce(before, '{"v": 1, "last": 0, "generations": []}');
end $$;
--> statement-breakpoint
-- Replaces the wrapped key of one blob, if it is still as it was read.
create function login_rewrap(of_account uuid, of_blob text, wk_before text, new_kid text, new_wk text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.sync_heads
  where "userId" = (select "userId" from public.accounts where id = of_account) for no key update;
  update public.whatsapp_sessions set "sessionData" = jsonb_set("sessionData", '{generations}', (
    select jsonb_agg(case when each.envelope ->> 'blobId' = of_blob
      then each.envelope || jsonb_build_object('kid', new_kid, 'wk', new_wk) else each.envelope end order by each.place)
    from jsonb_array_elements("sessionData" -> 'generations') with ordinality as each (envelope, place)))
  where "accountId" = of_account
    and "sessionData" -> 'generations' @> jsonb_build_array(jsonb_build_object('blobId', of_blob, 'wk', wk_before));
  return found;
end $$;
--> statement-breakpoint
revoke execute on function session_want(text, uuid, text), session_take(text, text, integer, integer),
  session_beat(text, uuid[], bigint[], integer), session_release(text, uuid[], bigint[]), session_holder(uuid),
  login_read(uuid), login_list(), login_hold(uuid, bigint), login_publish(uuid, bigint, jsonb, integer),
  login_forget(uuid, bigint), login_rewrap(uuid, text, text, text, text) from public;
--> statement-breakpoint
grant execute on function session_want(text, uuid, text), session_take(text, text, integer, integer),
  session_beat(text, uuid[], bigint[], integer), session_release(text, uuid[], bigint[]), session_holder(uuid),
  login_read(uuid), login_list(), login_publish(uuid, bigint, jsonb, integer), login_forget(uuid, bigint),
  login_rewrap(uuid, text, text, text, text) to nexis_app;
