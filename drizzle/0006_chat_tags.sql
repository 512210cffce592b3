CREATE TABLE "chat_tags" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"chatId" text NOT NULL,
	"tag" text NOT NULL,
	"accountId" uuid NOT NULL,
	"createdAt" timestamp NOT NULL,
	CONSTRAINT "chat_tags_chatId_accountId_unique" UNIQUE("chatId","accountId")
);
--> statement-breakpoint
ALTER TABLE "chat_tags" ADD CONSTRAINT "chat_tags_accountId_accounts_id_fk" FOREIGN KEY ("accountId") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;