-- Removes one generation, which WhatsApp takes for no login; returns what was there, null when another worker holds the account.
create function login_drop(of_account uuid, of_epoch bigint, of_generation bigint) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  before jsonb;
begin
  if not public.login_hold(of_account, of_epoch) then
    return null;
  end if;
  select "sessionData" into before from public.whatsapp_sessions where "accountId" = of_account;
  update public.whatsapp_sessions set "sessionData" = jsonb_set("sessionData", '{generations}', coalesce((
    select jsonb_agg(each.envelope order by each.place)
    from jsonb_array_elements("sessionData" -> 'generations') with ordinality as each (envelope, place)
    where (each.envelope ->> 'generation')::bigint is distinct from of_generation), '[]'))
  where "accountId" = of_account and "sessionData" ? 'generations';
  return coalesce(before, '{"v": 1, "last": 0, "generations": []}');
end $$;
--> statement-breakpoint
revoke execute on function login_drop(uuid, bigint, bigint) from public;
--> statement-breakpoint
grant execute on function login_drop(uuid, bigint, bigint) to nexis_app;
