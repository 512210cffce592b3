-- Writes how a session is, and pokes its user, if the worker still holds the account by this epoch. Returns whether it does.
create function session_say(of_account uuid, of_epoch bigint, new_status text, is_connected boolean) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  of_user text;
begin
  if not public.login_hold(of_account, of_epoch) then
    return false;
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
revoke execute on function session_say(uuid, bigint, text, boolean) from public;
--> statement-breakpoint
grant execute on function session_say(uuid, bigint, text, boolean) to nexis_app;
