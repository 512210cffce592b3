ALTER TABLE "subscriptions" ALTER COLUMN "createdAt" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "subscriptions" ALTER COLUMN "updatedAt" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "chat_priorities" ALTER COLUMN "createdAt" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "chat_tags" ALTER COLUMN "createdAt" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "priorities" ALTER COLUMN "createdAt" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "templates" ALTER COLUMN "createdAt" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "newsletters" ALTER COLUMN "subscribedAt" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "newsletters" ALTER COLUMN "createdAt" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "whatsapp_sessions" ALTER COLUMN "createdAt" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "whatsapp_sessions" ALTER COLUMN "updatedAt" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "revision" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_priorities" ADD COLUMN "userId" varchar(36) DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_priorities" ADD COLUMN "revision" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_priorities" ADD COLUMN "updatedAt" timestamp DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_tags" ADD COLUMN "userId" varchar(36) DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_tags" ADD COLUMN "revision" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_tags" ADD COLUMN "updatedAt" timestamp DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "priorities" ADD COLUMN "position" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "priorities" ADD COLUMN "userId" varchar(36) DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "priorities" ADD COLUMN "revision" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "priorities" ADD COLUMN "updatedAt" timestamp DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "position" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "shortcut" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "userId" varchar(36) DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "revision" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "templates" ADD COLUMN "updatedAt" timestamp DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "newsletters" ADD COLUMN "userId" varchar(36) DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "newsletters" ADD COLUMN "revision" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "newsletters" ADD COLUMN "updatedAt" timestamp DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "whatsapp_sessions" ADD COLUMN "userId" varchar(36) DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "whatsapp_sessions" ADD COLUMN "revision" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "priorities" ADD CONSTRAINT "priorities_accountId_id_unique" UNIQUE("accountId","id");--> statement-breakpoint
ALTER TABLE "chat_priorities" ADD CONSTRAINT "chat_priorities_accountId_priorityId_priorities_accountId_id_fk" FOREIGN KEY ("accountId","priorityId") REFERENCES "public"."priorities"("accountId","id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
-- Rows from before positions existed stand in the order of their creation. 'c000', 'c001'… are keys of fractional-indexing.
create function position_key(place bigint) returns text language sql immutable as $$
  select 'c' || string_agg(substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    (place / (62 ^ power)::bigint % 62)::int + 1, 1), '' order by power desc)
  from generate_series(0, 2) as power
$$;
--> statement-breakpoint
do $$
declare
  placed text;
begin
  foreach placed in array array['folders', 'priorities', 'templates'] loop
    execute format('update %1$I set position = position_key(place) from (
      select id as placed_id, row_number() over (partition by "accountId" order by "createdAt", id) - 1 as place from %1$I where position = %2$L
    ) as places where id = placed_id', placed, '');
  end loop;
end $$;
--> statement-breakpoint
drop function position_key(bigint);
--> statement-breakpoint
drop policy own_rows on subscriptions; -- sync_track makes it
--> statement-breakpoint
drop function sync_track(name, text, text[]);
--> statement-breakpoint
-- Everything a synced table needs besides its columns. Does nothing when the table has it already, so every start may call it.
-- is_read_only: no client writes it, and the server's role may not either unless another migration grants it.
create function sync_track(tracked name, owned_by text, hidden_columns text[], is_read_only boolean) returns void language plpgsql as $$
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
    execute format('grant %s on %I to nexis_app',
      case when is_read_only then 'select' else 'select, insert, update, delete' end, tracked);
    insert into public.sync_entities values (tracked, hidden_columns);
    perform public.sync_build_pull();
  elsif hidden_before <> hidden_columns then
    update public.sync_entities set "hiddenColumns" = hidden_columns where name = tracked;
    perform public.sync_build_pull();
    update public.sync_history set id = gen_random_uuid(); -- [L3] what was read before lacks the new columns
  end if;
end $$;
--> statement-breakpoint
revoke execute on function sync_track(name, text, text[], boolean) from public;
--> statement-breakpoint
-- How many rows a full copy has, for the progress of a first sync.
create function sync_total(of_user text) returns bigint language plpgsql stable security definer set search_path = '' as $$
declare
  tracked text;
  part bigint;
  total bigint := 0;
begin
  for tracked in select name from public.sync_entities loop
    execute format('select count(*) from public.%I where "userId" = $1', tracked) into part using of_user;
    total := total + part;
  end loop;
  return total;
end $$;
--> statement-breakpoint
revoke execute on function sync_total(text) from public;
--> statement-breakpoint
grant execute on function sync_total(text) to nexis_app;
