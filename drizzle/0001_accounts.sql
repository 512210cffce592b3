CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"userId" varchar(36) NOT NULL,
	"name" text NOT NULL,
	"phoneNumber" text NOT NULL,
	"avatar" text,
	"color" text NOT NULL,
	"status" text DEFAULT 'active',
	"isBusinessAccount" boolean NOT NULL,
	"isVerified" boolean NOT NULL,
	"accountNumber" integer NOT NULL,
	"createdAt" timestamp NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_userId_user_id_fk" FOREIGN KEY ("userId") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;