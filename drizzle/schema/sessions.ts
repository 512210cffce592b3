import {
  bigint,
  customType,
  index,
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
export const sessionLeases = pgTable(
  'session_leases',
  {
    accountId: uuid()
      .primaryKey()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    userId: varchar({ length: 36 }).notNull(),
    /** What the user wants and the plan covers; `leaving`: it runs to be logged out, whatever the plan. */
    desired: text({ enum: ['running', 'leaving', 'stopped'] }).notNull(),
    /** The worker that holds it, or held it last and let it expire. */
    ownerId: text(),
    /** Where the worker is reached, internally. */
    ownerUrl: text(),
    /** Grows with every holder: what an earlier one writes is refused by it. */
    epoch: bigint({ mode: 'number' }).notNull().default(0),
    leaseUntil: timestamp({ withTimezone: true }),
    /** How its phone links it. */
    method: text({ enum: ['qr', 'code'] })
      .notNull()
      .default('qr'),
    /** When the user agreed to link it; null: not since it was logged out. */
    consentedAt: timestamp({ withTimezone: true }),
    /** When a device of its user last asked for it: one that nobody asks for is stopped. */
    usedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('session_leases_user').on(table.userId)],
);

/** What was sent, by the key of who asked for it: the same key again is the same message. Never what it said. */
export const sessionSends = pgTable(
  'session_sends',
  {
    accountId: uuid()
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    key: uuid().notNull(),
    /** Of the chat and the text, by a secret of the server: a key that comes with another message is found. */
    fingerprint: text().notNull(),
    /** `sending` for ever: its worker died, and nobody knows. */
    status: text({ enum: ['sending', 'sent', 'failed'] }).notNull(),
    /** Of WhatsApp. */
    messageId: text(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.key] }),
    index('session_sends_created_idx').on(table.accountId, table.createdAt),
  ],
);

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
