ALTER TABLE "subscriptions" ADD COLUMN "creemCheckoutId" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_creemCheckoutId_unique" UNIQUE("creemCheckoutId");