import { pgTable, text, timestamp, uuid, varchar } from 'drizzle-orm/pg-core';
import { user } from './auth.ts';
import { stampColumns } from './synced.ts';

/** Which plan a user has; no row means the default plan. */
export const subscriptions = pgTable('subscriptions', {
  id: uuid().primaryKey().defaultRandom(),
  userId: varchar({ length: 36 })
    .notNull()
    .unique()
    .references(() => user.id, { onDelete: 'cascade' }),
  planType: text().notNull(),
  status: text().notNull(),
  creemCustomerId: text().unique(),
  creemSubscriptionId: text().unique(),
  creemCheckoutId: text().unique(),
  currentPeriodStart: timestamp(),
  currentPeriodEnd: timestamp(),
  canceledAt: timestamp(),
  createdAt: timestamp().notNull().defaultNow(),
  ...stampColumns(),
});
