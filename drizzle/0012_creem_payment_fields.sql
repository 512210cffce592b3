ALTER TABLE "subscriptions" ADD COLUMN "creemCustomerId" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "creemSubscriptionId" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_creemCustomerId_unique" UNIQUE("creemCustomerId");--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_creemSubscriptionId_unique" UNIQUE("creemSubscriptionId");