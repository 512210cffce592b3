CREATE TABLE "session_sends" (
	"accountId" uuid NOT NULL,
	"key" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"status" text NOT NULL,
	"messageId" text,
	"createdAt" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_sends_accountId_key_pk" PRIMARY KEY("accountId","key")
);
--> statement-breakpoint
ALTER TABLE "session_leases" ADD COLUMN "method" text DEFAULT 'qr' NOT NULL;--> statement-breakpoint
ALTER TABLE "session_leases" ADD COLUMN "consentedAt" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "session_leases" ADD COLUMN "usedAt" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "session_sends" ADD CONSTRAINT "session_sends_accountId_accounts_id_fk" FOREIGN KEY ("accountId") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "session_sends_created_idx" ON "session_sends" USING btree ("accountId","createdAt");
--> statement-breakpoint
-- Written by the functions below alone.
alter table session_sends enable row level security;
--> statement-breakpoint
create policy own_rows on session_sends for select to nexis_app using (exists (
  select from session_leases as lease where lease."accountId" = session_sends."accountId"));
--> statement-breakpoint
grant select on session_sends to nexis_app;
--> statement-breakpoint
-- ------------------------------------------------------------------------------------------------------------------
-- What a user asks for.
-- ------------------------------------------------------------------------------------------------------------------

-- Has an account run, and wakes the workers: 'running', or why not: 'not_found', 'account_paused', 'consent_required',
-- 'plan_limit' (as many as the plan has run already).
create function session_start(of_user text, of_account uuid, new_method text, has_consent boolean, most integer) returns text
language plpgsql security definer set search_path = '' as $$
declare
  account_status text;
  consented timestamptz;
begin
  perform from public.sync_heads where "userId" = of_user for no key update;
  select status into account_status from public.accounts where id = of_account and "userId" = of_user;
  if not found then
    return 'not_found';
  end if;
  if account_status = 'paused' then
    return 'account_paused';
  end if;
  if most <= (select count(*) from public.session_leases as lease join public.accounts as account on account.id = lease."accountId"
      where lease."userId" = of_user and lease.desired = 'running' and lease."accountId" <> of_account
        and account.status is distinct from 'paused') then
    return 'plan_limit';
  end if;
  select "consentedAt" into consented from public.session_leases where "accountId" = of_account;
  if consented is null and not has_consent then
    return 'consent_required';
  end if;
  insert into public.whatsapp_sessions ("accountId") values (of_account) on conflict ("accountId") do nothing;
  insert into public.session_leases ("accountId", "userId", desired, method, "consentedAt")
  values (of_account, of_user, 'running', new_method, now())
  on conflict ("accountId") do update set desired = 'running', method = new_method, "usedAt" = now(),
    "consentedAt" = coalesce(public.session_leases."consentedAt", now());
  perform pg_notify('nexis_sessions', '');
  return 'running';
end $$;
--> statement-breakpoint
-- Where an account runs, and how it was last; no row: the user has no such account. Asking is use: one that was stopped because
-- nobody asked is started again.
create function session_reach(of_user text, of_account uuid, idle_seconds integer)
returns table (desired text, status text, "hasConsent" boolean, "hasLogin" boolean, "isPaused" boolean, url text)
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  used timestamptz;
begin
  select lease."usedAt" into used from public.session_leases as lease
  where lease."accountId" = of_account and lease."userId" = of_user;
  if used < now() - interval '1 minute' then
    update public.session_leases as lease set "usedAt" = now() where lease."accountId" = of_account;
    if used < now() - make_interval(secs => idle_seconds) then
      perform pg_notify('nexis_sessions', '');
    end if;
  end if;
  return query
  select case when account.status = 'paused' then 'stopped' else coalesce(lease.desired, 'stopped') end, coalesce(session.status, 'disconnected'), lease."consentedAt" is not null,
    coalesce(jsonb_array_length(session."sessionData" -> 'generations') > 0, false),
    coalesce(account.status = 'paused', false), case when lease."leaseUntil" > now() then lease."ownerUrl" end
  from public.accounts as account
  left join public.whatsapp_sessions as session on session."accountId" = account.id
  left join public.session_leases as lease on lease."accountId" = account.id
  where account.id = of_account and account."userId" = of_user;
end $$;
--> statement-breakpoint
-- After a logout the next link asks for consent again.
create function session_forget_consent(of_account uuid, of_epoch bigint) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if public.login_hold(of_account, of_epoch) then
    update public.session_leases set "consentedAt" = null, desired = 'stopped' where "accountId" = of_account;
  end if;
end $$;
--> statement-breakpoint
-- The login and the consent of an account that nobody runs are forgotten, without its phone. False: somebody runs it.
create function session_leave(of_user text, of_account uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.sync_heads where "userId" = of_user for no key update;
  update public.session_leases set "consentedAt" = null, desired = 'stopped', epoch = epoch + 1
  where "accountId" = of_account and "userId" = of_user and ("leaseUntil" is null or "leaseUntil" < now());
  if not found then
    return not exists (select from public.session_leases where "accountId" = of_account and "userId" = of_user);
  end if;
  update public.whatsapp_sessions set status = 'disconnected', "sessionData" = jsonb_build_object(
    'v', 1, 'last', coalesce(("sessionData" ->> 'last')::bigint, 0) + 1, 'generations', '[]'::jsonb)
  where "accountId" = of_account;
  perform pg_notify('nexis_sync', of_user || ' ' || public.sync_head(of_user) || ' ');
  return true;
end $$;
--> statement-breakpoint
-- As before, and what has ended is wanted no more: it starts again for a person alone.
create or replace function session_say(of_account uuid, of_epoch bigint, new_status text, is_connected boolean) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  of_user text;
begin
  if not public.login_hold(of_account, of_epoch) then
    return false;
  end if;
  if starts_with(new_status, 'ended:') then
    update public.session_leases set desired = 'stopped' where "accountId" = of_account;
    perform pg_notify('nexis_sessions', '');
  end if;
  update public.whatsapp_sessions
  set status = new_status, "lastConnected" = case when is_connected then now() else "lastConnected" end
  where "accountId" = of_account and (is_connected or status is distinct from new_status);
  if found then
    select "userId" into of_user from public.accounts where id = of_account;
    perform pg_notify('nexis_sync', of_user || ' ' || public.sync_head(of_user) || ' ');
  end if;
  return true;
end $$;
--> statement-breakpoint
-- ------------------------------------------------------------------------------------------------------------------
-- What workers ask for. An account that is paused, or that nobody asked for in a long time, does not run.
-- ------------------------------------------------------------------------------------------------------------------
drop function session_holder(uuid);
--> statement-breakpoint
drop function session_take(text, text, integer, integer);
--> statement-breakpoint
create function session_take(worker text, url text, most integer, seconds integer, idle_seconds integer)
returns table ("accountId" uuid, "userId" text, epoch bigint, method text, "phoneNumber" text)
language plpgsql security definer set search_path = '' as $$
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
  from public.accounts as account
  where account.id = lease."accountId" and lease."accountId" in (
    select due."accountId" from public.session_leases as due
    where due.desired = 'running' and (due."leaseUntil" is null or due."leaseUntil" < now())
      and due."usedAt" > now() - make_interval(secs => idle_seconds)
      and exists (select from public.accounts as owner where owner.id = due."accountId" and owner.status is distinct from 'paused')
    order by due."leaseUntil" nulls first
    limit least(most, case when held > fewest then 1 else 3 end)
    for update skip locked)
  returning lease."accountId", lease."userId"::text, lease.epoch, lease.method, account."phoneNumber"::text;
end $$;
--> statement-breakpoint
drop function session_beat(text, uuid[], bigint[], integer);
--> statement-breakpoint
create function session_beat(worker text, account_ids uuid[], epochs bigint[], seconds integer, idle_seconds integer)
returns table ("accountId" uuid, desired text) language sql security definer set search_path = '' as $$
  with kept as (
    update public.session_leases as lease set "leaseUntil" = now() + make_interval(secs => seconds)
    from unnest(account_ids, epochs) as held (account_id, epoch), public.accounts as account
    where lease."accountId" = held.account_id and lease.epoch = held.epoch and lease."ownerId" = worker
      and account.id = lease."accountId"
    returning lease."accountId", case when account.status is distinct from 'paused'
      and lease."usedAt" > now() - make_interval(secs => idle_seconds) then lease.desired else 'stopped' end)
  select * from kept
  union all
  select held.account_id, 'deleted' from unnest(account_ids) as held (account_id)
  where not exists (select from public.accounts where id = held.account_id)
$$;
--> statement-breakpoint
-- ------------------------------------------------------------------------------------------------------------------
-- Sending: each key once.
-- ------------------------------------------------------------------------------------------------------------------

-- Whether a worker may send now: 'begun'; 'sent' (and as which message); 'unknown' (its worker died on it; and which messages
-- other keys have); 'reused' (the key is
-- another message's); 'limited'; 'fenced' (another worker holds the account).
create function session_send_begin(of_account uuid, of_epoch bigint, of_key uuid, of_fingerprint text, most integer)
returns table (outcome text, "messageId" text, "createdAt" timestamptz, "knownIds" text[]) language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  known public.session_sends;
begin
  if not public.login_hold(of_account, of_epoch) then
    return query select 'fenced', null::text, null::timestamptz, null::text[];
    return;
  end if;
  select * into known from public.session_sends as sent where sent."accountId" = of_account and sent.key = of_key;
  if known.key is not null and known.fingerprint <> of_fingerprint then
    return query select 'reused', null::text, known."createdAt", null::text[];
  elsif known.status = 'sent' then
    return query select 'sent', known."messageId", known."createdAt", null::text[];
  elsif known.status = 'sending' then
    return query select 'unknown', null::text, known."createdAt", (
      select coalesce(array_agg(sent."messageId"), '{}') from public.session_sends as sent
      where sent."accountId" = of_account and sent."messageId" is not null and sent."createdAt" > known."createdAt" - interval '10 minutes');
  elsif most <= (select count(*) from public.session_sends as sent
      where sent."accountId" = of_account and sent."createdAt" > now() - interval '1 minute' and sent.status <> 'failed') then
    return query select 'limited', null::text, null::timestamptz, null::text[];
  else
    insert into public.session_sends ("accountId", key, fingerprint, status) values (of_account, of_key, of_fingerprint, 'sending')
    on conflict ("accountId", key) do update set status = 'sending', "createdAt" = now();
    return query select 'begun', null::text, now(), null::text[];
  end if;
end $$;
--> statement-breakpoint
create function session_send_end(of_account uuid, of_key uuid, new_status text, message_id text) returns void
language sql security definer set search_path = '' as $$
  update public.session_sends set status = new_status, "messageId" = message_id
  where "accountId" = of_account and key = of_key and status = 'sending'
$$;
--> statement-breakpoint
-- Makes the channels of an account the ones that its session sees: [{"id", "name"}].
create function newsletters_keep(of_account uuid, of_epoch bigint, channels jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  of_user text;
  changed bigint;
  total bigint := 0;
begin
  if not public.login_hold(of_account, of_epoch) then
    return;
  end if;
  delete from public.newsletters where "accountId" = of_account
    and "channelId" not in (select channel ->> 'id' from jsonb_array_elements(channels) as channel);
  get diagnostics changed = row_count;
  total := total + changed;
  update public.newsletters as known set name = channel ->> 'name' from jsonb_array_elements(channels) as channel
  where known."accountId" = of_account and known."channelId" = channel ->> 'id' and known.name is distinct from channel ->> 'name';
  get diagnostics changed = row_count;
  total := total + changed;
  insert into public.newsletters ("accountId", "channelId", name)
  select of_account, channel ->> 'id', channel ->> 'name' from jsonb_array_elements(channels) as channel
  where not exists (select from public.newsletters as known
    where known."accountId" = of_account and known."channelId" = channel ->> 'id');
  get diagnostics changed = row_count;
  if total + changed > 0 then
    select "userId" into of_user from public.accounts where id = of_account;
    perform pg_notify('nexis_sync', of_user || ' ' || public.sync_head(of_user) || ' ');
  end if;
end $$;
--> statement-breakpoint
revoke execute on function session_start(text, uuid, text, boolean, integer), session_reach(text, uuid, integer),
  session_forget_consent(uuid, bigint), session_leave(text, uuid), session_take(text, text, integer, integer, integer),
  session_beat(text, uuid[], bigint[], integer, integer),
  session_send_begin(uuid, bigint, uuid, text, integer), session_send_end(uuid, uuid, text, text),
  newsletters_keep(uuid, bigint, jsonb) from public;
--> statement-breakpoint
grant execute on function session_start(text, uuid, text, boolean, integer), session_reach(text, uuid, integer),
  session_forget_consent(uuid, bigint), session_leave(text, uuid), session_take(text, text, integer, integer, integer),
  session_beat(text, uuid[], bigint[], integer, integer),
  session_send_begin(uuid, bigint, uuid, text, integer), session_send_end(uuid, uuid, text, text),
  newsletters_keep(uuid, bigint, jsonb) to nexis_app;
