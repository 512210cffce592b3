CREATE TABLE "rate_limits" (
	"id" varchar(36) PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"lastRequest" bigint NOT NULL,
	CONSTRAINT "rate_limits_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "sync_clients" (
	"userId" varchar(36) NOT NULL,
	"clientId" uuid NOT NULL,
	"lastSequence" bigint DEFAULT 0 NOT NULL,
	"lastMutationId" uuid,
	"rejections" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"updatedAt" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "sync_clients_userId_clientId_pk" PRIMARY KEY("userId","clientId")
);
--> statement-breakpoint
CREATE TABLE "sync_entities" (
	"name" text PRIMARY KEY NOT NULL,
	"hiddenColumns" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_heads" (
	"userId" varchar(36) PRIMARY KEY NOT NULL,
	"revision" bigint DEFAULT 0 NOT NULL,
	"floor" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_history" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"isCurrent" boolean DEFAULT true NOT NULL,
	CONSTRAINT "sync_history_isCurrent_unique" UNIQUE("isCurrent"),
	CONSTRAINT "sync_history_one_row" CHECK ("sync_history"."isCurrent")
);
--> statement-breakpoint
CREATE TABLE "sync_tombstones" (
	"userId" varchar(36) NOT NULL,
	"entity" text NOT NULL,
	"id" uuid NOT NULL,
	"revision" bigint NOT NULL,
	"deletedAt" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "sync_tombstones_userId_entity_id_pk" PRIMARY KEY("userId","entity","id")
);
--> statement-breakpoint
ALTER TABLE "accounts" ALTER COLUMN "isVerified" SET DEFAULT false;--> statement-breakpoint
ALTER TABLE "accounts" ALTER COLUMN "createdAt" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "chat_folders" ALTER COLUMN "createdAt" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "folders" ALTER COLUMN "createdAt" SET DEFAULT now();--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "revision" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "updatedAt" timestamp DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_folders" ADD COLUMN "userId" varchar(36) DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_folders" ADD COLUMN "revision" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_folders" ADD COLUMN "updatedAt" timestamp DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "folders" ADD COLUMN "position" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "folders" ADD COLUMN "userId" varchar(36) DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "folders" ADD COLUMN "revision" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "folders" ADD COLUMN "updatedAt" timestamp DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_clients" ADD CONSTRAINT "sync_clients_userId_sync_heads_userId_fk" FOREIGN KEY ("userId") REFERENCES "public"."sync_heads"("userId") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_heads" ADD CONSTRAINT "sync_heads_userId_user_id_fk" FOREIGN KEY ("userId") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_tombstones" ADD CONSTRAINT "sync_tombstones_userId_sync_heads_userId_fk" FOREIGN KEY ("userId") REFERENCES "public"."sync_heads"("userId") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idx_sync_tombstones_userId_revision_id" ON "sync_tombstones" USING btree ("userId","revision","id");--> statement-breakpoint
ALTER TABLE "folders" ADD CONSTRAINT "folders_accountId_id_unique" UNIQUE("accountId","id");--> statement-breakpoint
ALTER TABLE "chat_folders" ADD CONSTRAINT "chat_folders_accountId_folderId_folders_accountId_id_fk" FOREIGN KEY ("accountId","folderId") REFERENCES "public"."folders"("accountId","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_phoneNumber_userId_unique" UNIQUE("phoneNumber","userId");--> statement-breakpoint
ALTER TABLE "chat_folders" ADD CONSTRAINT "chat_folders_accountId_chatId_folderId_unique" UNIQUE("accountId","chatId","folderId");