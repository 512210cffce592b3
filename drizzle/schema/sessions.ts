import { jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { accounts } from './accounts.ts';
import { ownedStampColumns } from './synced.ts';

/** WhatsApp on the server: one session for each account that has one. */
export const whatsappSessions = pgTable('whatsapp_sessions', {
  id: uuid().primaryKey().defaultRandom(),
  accountId: uuid()
    .notNull()
    .unique()
    .references(() => accounts.id, { onDelete: 'cascade' }),
  sessionData: jsonb(),
  status: text().default('disconnected'),
  lastConnected: timestamp(),
  createdAt: timestamp().notNull().defaultNow(),
  ...ownedStampColumns(),
});

/** WhatsApp channels that an account follows. */
export const newsletters = pgTable('newsletters', {
  id: uuid().primaryKey().defaultRandom(),
  accountId: uuid()
    .notNull()
    .references(() => accounts.id, { onDelete: 'cascade' }),
  channelId: text().notNull(),
  name: text(),
  subscribedAt: timestamp().notNull().defaultNow(),
  createdAt: timestamp().notNull().defaultNow(),
  ...ownedStampColumns(),
});
