CREATE TABLE "chat_aliases" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"chatId" text NOT NULL,
	"canonicalChatId" text NOT NULL,
	"accountId" uuid NOT NULL,
	"createdAt" timestamp DEFAULT now() NOT NULL,
	"userId" varchar(36) DEFAULT '' NOT NULL,
	"revision" bigint DEFAULT 0 NOT NULL,
	"updatedAt" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "chat_aliases_accountId_chatId_unique" UNIQUE("accountId","chatId"),
	CONSTRAINT "chat_aliases_phone_to_lid" CHECK ("chat_aliases"."chatId" like '%@c.us' and "chat_aliases"."canonicalChatId" like '%@lid')
);
--> statement-breakpoint
ALTER TABLE "chat_aliases" ADD CONSTRAINT "chat_aliases_accountId_accounts_id_fk" FOREIGN KEY ("accountId") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;