import {
  bigint,
  customType,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { accounts } from './accounts.ts';
import { ownedStampColumns } from './synced.ts';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** WhatsApp on the server: one session for each account that has one. */
export const whatsappSessions = pgTable('whatsapp_sessions', {
  id: uuid().primaryKey().defaultRandom(),
  accountId: uuid()
    .notNull()
    .unique()
    .references(() => accounts.id, { onDelete: 'cascade' }),
  /** The envelopes of the stored login, newest first; server/sessions/store/envelope.ts has its shape. */
  sessionData: jsonb(),
  status: text().default('disconnected'),
  lastConnected: timestamp(),
  createdAt: timestamp().notNull().defaultNow(),
  ...ownedStampColumns(),
});

/** Which worker runs the session of an account. */
export const sessionLeases = pgTable('session_leases', {
  accountId: uuid()
    .primaryKey()
    .references(() => accounts.id, { onDelete: 'cascade' }),
  userId: varchar({ length: 36 }).notNull(),
  /** What the user wants. */
  desired: text({ enum: ['running', 'stopped'] }).notNull(),
  /** The worker that holds it, or held it last and let it expire. */
  ownerId: text(),
  /** Where the worker is reached, internally. */
  ownerUrl: text(),
  /** Grows with every holder: what an earlier one writes is refused by it. */
  epoch: bigint({ mode: 'number' }).notNull().default(0),
  leaseUntil: timestamp({ withTimezone: true }),
});

/** Sealed logins, where MongoDB does not keep them. Whose they are is in sessionData alone. */
export const sessionBlobs = pgTable('session_blobs', {
  id: uuid().primaryKey(),
  createdAt: timestamp().notNull().defaultNow(),
});

export const sessionBlobChunks = pgTable(
  'session_blob_chunks',
  {
    blobId: uuid()
      .notNull()
      .references(() => sessionBlobs.id, { onDelete: 'cascade' }),
    place: integer().notNull(),
    bytes: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.blobId, table.place] })],
);

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
