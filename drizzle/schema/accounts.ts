import {
  boolean,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { user } from './auth.ts';
import { stampColumns } from './synced.ts';

/** WhatsApp logins. */
export const accounts = pgTable(
  'accounts',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: varchar({ length: 36 })
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    phoneNumber: text().notNull(),
    avatar: text(),
    color: text().notNull(),
    status: text().default('active'),
    isBusinessAccount: boolean().notNull(),
    isVerified: boolean().notNull().default(false),
    /** A trigger gives the user's next number when the writer gives none. */
    accountNumber: integer().notNull(),
    createdAt: timestamp().notNull().defaultNow(),
    ...stampColumns(),
  },
  (table) => [
    index('idx_accounts_userId').on(table.userId),
    index('idx_accounts_userId_accountNumber').on(table.userId, table.accountNumber),
    unique().on(table.phoneNumber, table.userId),
  ],
);
