import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { user } from './auth.ts';

/** One row. A restored backup, and a change of what a synced row carries, replace its id: every older cursor is reset. */
export const syncHistory = pgTable(
  'sync_history',
  {
    id: uuid().primaryKey().defaultRandom(),
    isCurrent: boolean().notNull().default(true).unique(),
  },
  (table) => [check('sync_history_one_row', sql`${table.isCurrent}`)],
);

/** The newest revision of each user. */
export const syncHeads = pgTable('sync_heads', {
  userId: varchar({ length: 36 })
    .primaryKey()
    .references(() => user.id, { onDelete: 'cascade' }),
  revision: bigint({ mode: 'number' }).notNull().default(0),
  /** Tombstones at or below it may be pruned already. */
  floor: bigint({ mode: 'number' }).notNull().default(0),
});

/** What deleted rows leave. */
export const syncTombstones = pgTable(
  'sync_tombstones',
  {
    userId: varchar({ length: 36 })
      .notNull()
      .references(() => syncHeads.userId, { onDelete: 'cascade' }),
    /** Table name. */
    entity: text().notNull(),
    id: uuid().notNull(),
    revision: bigint({ mode: 'number' }).notNull(),
    deletedAt: timestamp().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.entity, table.id] }),
    index('idx_sync_tombstones_userId_revision_id').on(table.userId, table.revision, table.id),
  ],
);

/** How far each client's mutations are processed. */
export const syncClients = pgTable(
  'sync_clients',
  {
    userId: varchar({ length: 36 })
      .notNull()
      .references(() => syncHeads.userId, { onDelete: 'cascade' }),
    clientId: uuid().notNull(),
    lastSequence: bigint({ mode: 'number' }).notNull().default(0),
    /** Tells a copied or restored browser profile from a replay. */
    lastMutationId: uuid(),
    /** Those that the client has not yet said it holds. */
    rejections: jsonb().notNull().default([]),
    updatedAt: timestamp().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.clientId] })],
);

/** The tables that are synced. */
export const syncEntities = pgTable('sync_entities', {
  /** Table name. */
  name: text().primaryKey(),
  /** Never leave the server. */
  hiddenColumns: text().array().notNull(),
});
