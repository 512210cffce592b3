CREATE TABLE "chat_priorities" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"chatId" text NOT NULL,
	"priorityId" uuid NOT NULL,
	"accountId" uuid NOT NULL,
	"createdAt" timestamp NOT NULL,
	CONSTRAINT "chat_priorities_chatId_accountId_unique" UNIQUE("chatId","accountId")
);
--> statement-breakpoint
ALTER TABLE "chat_priorities" ADD CONSTRAINT "chat_priorities_priorityId_priorities_id_fk" FOREIGN KEY ("priorityId") REFERENCES "public"."priorities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chat_priorities" ADD CONSTRAINT "chat_priorities_accountId_accounts_id_fk" FOREIGN KEY ("accountId") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;