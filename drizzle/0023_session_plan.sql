-- The plan that each user has now; a canceled one holds until its period ends.
create view current_plans with (security_invoker = true) as
select "userId", "planType" from subscriptions
where status = 'active' or status = 'canceled' and "currentPeriodEnd" > now();
--> statement-breakpoint
grant select on current_plans to nexis_app;
--> statement-breakpoint
-- Accounts of some users that run beyond what the plan has, the least recently used first to go. plan_limits: {"free": 0, …}, by plan.
create function session_beyond_plan(plan_limits jsonb, plan_default text, of_users text[])
returns table ("userId" text, "accountId" uuid) language sql stable set search_path = '' as $$
  select ranked."userId", ranked."accountId" from (
    select lease."userId", lease."accountId", (plan_limits ->> coalesce(plan."planType", plan_default))::integer as most,
      row_number() over (partition by lease."userId" order by lease."usedAt" desc, lease."accountId") as place
    from public.session_leases as lease
    join public.accounts as account on account.id = lease."accountId" and account.status is distinct from 'paused'
    left join public.current_plans as plan on plan."userId" = lease."userId"
    where lease.desired = 'running' and lease."userId" = any (of_users)) as ranked
  where ranked.place > ranked.most
$$;
--> statement-breakpoint
-- Wants no more of what a plan does not cover; its login and its consent stay. Heads are locked first, as by every writer; who is
-- being written to is looked at by the next beat.
create function session_fit_plans(plan_limits jsonb, plan_default text, of_users text[]) returns void
language plpgsql set search_path = '' as $$
declare
  over_user text;
begin
  for over_user in
    select head."userId" from public.sync_heads as head
    where head."userId" in (
      select beyond."userId" from public.session_beyond_plan(plan_limits, plan_default, of_users) as beyond)
    order by head."userId" for no key update skip locked
  loop
    with stopped as (
      update public.session_leases as lease set desired = 'stopped'
      from public.session_beyond_plan(plan_limits, plan_default, array[over_user]) as beyond
      where lease."accountId" = beyond."accountId" returning lease."accountId")
    update public.whatsapp_sessions as session set status = 'ended:plan_limit'
    from stopped where session."accountId" = stopped."accountId";
    perform pg_notify('nexis_sessions', '');
    perform pg_notify('nexis_sync', over_user || ' ' || public.sync_head(over_user) || ' ');
  end loop;
end $$;
--> statement-breakpoint
-- As before; `desired` may be 'leaving': it runs to be logged out, whatever its plan.
drop function session_take(text, text, integer, integer, integer);
--> statement-breakpoint
create function session_take(worker text, url text, most integer, seconds integer, idle_seconds integer,
  plan_limits jsonb default null, plan_default text default null)
returns table ("accountId" uuid, "userId" text, epoch bigint, method text, "phoneNumber" text)
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  held bigint;
  fewest bigint;
begin
  perform public.session_fit_plans(plan_limits, plan_default, (
    select array_agg(distinct due."userId") from public.session_leases as due
    where due.desired = 'running' and (due."leaseUntil" is null or due."leaseUntil" < now())
      and due."usedAt" > now() - make_interval(secs => idle_seconds)));
  select coalesce(max(count) filter (where "ownerId" = worker), 0), min(count) filter (where "ownerId" <> worker)
  into held, fewest
  from (select "ownerId", count(*) from public.session_leases where "leaseUntil" > now() group by "ownerId") as loads;
  return query
  update public.session_leases as lease
  set "ownerId" = worker, "ownerUrl" = url, epoch = lease.epoch + 1, "leaseUntil" = now() + make_interval(secs => seconds)
  from public.accounts as account
  where account.id = lease."accountId" and lease."accountId" in (
    select due."accountId" from public.session_leases as due
    where due.desired <> 'stopped' and (due."leaseUntil" is null or due."leaseUntil" < now())
      and due."usedAt" > now() - make_interval(secs => idle_seconds)
      and exists (select from public.accounts as owner where owner.id = due."accountId" and owner.status is distinct from 'paused')
    order by due."leaseUntil" nulls first
    limit least(most, case when held > fewest then 1 else 3 end)
    for update skip locked)
  returning lease."accountId", lease."userId"::text, lease.epoch, lease.method, account."phoneNumber"::text;
end $$;
--> statement-breakpoint
drop function session_beat(text, uuid[], bigint[], integer, integer);
--> statement-breakpoint
create function session_beat(worker text, account_ids uuid[], epochs bigint[], seconds integer, idle_seconds integer,
  plan_limits jsonb default null, plan_default text default null)
returns table ("accountId" uuid, desired text) language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
begin
  perform public.session_fit_plans(plan_limits, plan_default, (
    select array_agg(distinct lease."userId") from public.session_leases as lease where lease."accountId" = any (account_ids)));
  return query
  with kept as (
    update public.session_leases as lease set "leaseUntil" = now() + make_interval(secs => seconds)
    from unnest(account_ids, epochs) as held (account_id, epoch), public.accounts as account
    where lease."accountId" = held.account_id and lease.epoch = held.epoch and lease."ownerId" = worker
      and account.id = lease."accountId"
    returning lease."accountId", case when lease.desired <> 'stopped' and account.status is distinct from 'paused'
      and lease."usedAt" > now() - make_interval(secs => idle_seconds) then 'running' else 'stopped' end)
  select * from kept
  union all
  select held.account_id, 'deleted' from unnest(account_ids) as held (account_id)
  where not exists (select from public.accounts where id = held.account_id);
end $$;
--> statement-breakpoint
create or replace function session_reach(of_user text, of_account uuid, idle_seconds integer)
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
  select case when account.status = 'paused' or coalesce(lease.desired, 'stopped') = 'stopped' then 'stopped' else 'running' end,
    coalesce(session.status, 'disconnected'), lease."consentedAt" is not null,
    coalesce(jsonb_array_length(session."sessionData" -> 'generations') > 0, false),
    coalesce(account.status = 'paused', false), case when lease."leaseUntil" > now() then lease."ownerUrl" end
  from public.accounts as account
  left join public.whatsapp_sessions as session on session."accountId" = account.id
  left join public.session_leases as lease on lease."accountId" = account.id
  where account.id = of_account and account."userId" = of_user;
end $$;
--> statement-breakpoint
-- As before, and why the plan had it stopped stays to be read when its worker is done with it.
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
  elsif exists (select from public.whatsapp_sessions as session
      join public.session_leases as lease on lease."accountId" = session."accountId"
      where session."accountId" = of_account and session.status = 'ended:plan_limit' and lease.desired = 'stopped') then
    return true;
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
revoke execute on function session_beyond_plan(jsonb, text, text[]), session_fit_plans(jsonb, text, text[]),
  session_take(text, text, integer, integer, integer, jsonb, text),
  session_beat(text, uuid[], bigint[], integer, integer, jsonb, text) from public;
--> statement-breakpoint
grant execute on function session_take(text, text, integer, integer, integer, jsonb, text),
  session_beat(text, uuid[], bigint[], integer, integer, jsonb, text) to nexis_app;
