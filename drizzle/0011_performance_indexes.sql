CREATE INDEX "idx_accounts_userId" ON "accounts" USING btree ("userId");--> statement-breakpoint
CREATE INDEX "idx_accounts_userId_accountNumber" ON "accounts" USING btree ("userId","accountNumber");