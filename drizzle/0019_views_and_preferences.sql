CREATE TABLE "preferences" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"value" text NOT NULL,
	"accountId" uuid NOT NULL,
	"createdAt" timestamp DEFAULT now() NOT NULL,
	"userId" varchar(36) DEFAULT '' NOT NULL,
	"revision" bigint DEFAULT 0 NOT NULL,
	"updatedAt" timestamp DEFAULT now() NOT NULL,
	CONSTRAINT "preferences_accountId_name_unique" UNIQUE("accountId","name")
);
--> statement-breakpoint
CREATE TABLE "views" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"color" text NOT NULL,
	"position" text NOT NULL,
	"folderId" text NOT NULL,
	"priorityId" text NOT NULL,
	"tag" text NOT NULL,
	"isUnread" boolean NOT NULL,
	"accountId" uuid NOT NULL,
	"createdAt" timestamp DEFAULT now() NOT NULL,
	"userId" varchar(36) DEFAULT '' NOT NULL,
	"revision" bigint DEFAULT 0 NOT NULL,
	"updatedAt" timestamp DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "preferences" ADD CONSTRAINT "preferences_accountId_accounts_id_fk" FOREIGN KEY ("accountId") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "views" ADD CONSTRAINT "views_accountId_accounts_id_fk" FOREIGN KEY ("accountId") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;