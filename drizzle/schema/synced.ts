import { bigint, timestamp, varchar } from 'drizzle-orm/pg-core';

/** What the sync triggers write on every synced row. */
export const stampColumns = () => ({
  revision: bigint({ mode: 'number' }).notNull().default(0),
  updatedAt: timestamp().notNull().defaultNow(),
});

/** The same for a row that an account owns; the trigger copies its owner, whatever the writer says. */
export const ownedStampColumns = () => ({
  userId: varchar({ length: 36 }).notNull().default(''),
  ...stampColumns(),
});
