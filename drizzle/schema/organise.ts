import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { accounts } from './accounts.ts';
import { ownedStampColumns } from './synced.ts';

const ownerAccountId = () =>
  uuid()
    .notNull()
    .references(() => accounts.id, { onDelete: 'cascade' });

/** Levels of priority that an account's chats can have. */
export const priorities = pgTable(
  'priorities',
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    color: text().notNull(),
    accountId: ownerAccountId(),
    createdAt: timestamp().notNull().defaultNow(),
    /** Fractional index; compared byte by byte. */
    position: text().notNull().default(''),
    ...ownedStampColumns(),
  },
  // What chat_priorities' composite foreign key points to.
  (table) => [unique().on(table.accountId, table.id)],
);

/** Folders of an account. */
export const folders = pgTable(
  'folders',
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    color: text().notNull(),
    accountId: ownerAccountId(),
    createdAt: timestamp().notNull().defaultNow(),
    /** Fractional index; compared byte by byte. */
    position: text().notNull().default(''),
    ...ownedStampColumns(),
  },
  // What chat_folders' composite foreign key points to.
  (table) => [unique().on(table.accountId, table.id)],
);

/** Message templates of an account. */
export const templates = pgTable('templates', {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull(),
  content: text().notNull(),
  accountId: ownerAccountId(),
  createdAt: timestamp().notNull().defaultNow(),
  /** Fractional index; compared byte by byte. */
  position: text().notNull().default(''),
  shortcut: text().notNull().default(''),
  ...ownedStampColumns(),
});

/** The tag of a chat. */
export const chatTags = pgTable(
  'chat_tags',
  {
    id: uuid().primaryKey().defaultRandom(),
    chatId: text().notNull(),
    tag: text().notNull(),
    accountId: ownerAccountId(),
    createdAt: timestamp().notNull().defaultNow(),
    ...ownedStampColumns(),
  },
  (table) => [unique('chat_tags_chatId_accountId_unique').on(table.chatId, table.accountId)],
);

/** The priority of a chat. */
export const chatPriorities = pgTable(
  'chat_priorities',
  {
    id: uuid().primaryKey().defaultRandom(),
    chatId: text().notNull(),
    priorityId: uuid()
      .notNull()
      .references(() => priorities.id, { onDelete: 'cascade' }),
    accountId: ownerAccountId(),
    createdAt: timestamp().notNull().defaultNow(),
    ...ownedStampColumns(),
  },
  (table) => [
    unique('chat_priorities_chatId_accountId_unique').on(table.chatId, table.accountId),
    // A chat and its priority are of one account.
    foreignKey({
      columns: [table.accountId, table.priorityId],
      foreignColumns: [priorities.accountId, priorities.id],
    }).onDelete('cascade'),
  ],
);

/** The folders of a chat. */
export const chatFolders = pgTable(
  'chat_folders',
  {
    id: uuid().primaryKey().defaultRandom(),
    chatId: text().notNull(),
    folderId: uuid()
      .notNull()
      .references(() => folders.id, { onDelete: 'cascade' }),
    accountId: ownerAccountId(),
    createdAt: timestamp().notNull().defaultNow(),
    ...ownedStampColumns(),
  },
  (table) => [
    unique().on(table.accountId, table.chatId, table.folderId),
    // A chat and its folder are of one account.
    foreignKey({
      columns: [table.accountId, table.folderId],
      foreignColumns: [folders.accountId, folders.id],
    }).onDelete('cascade'),
  ],
);

/** Two ids of one chat: its rows are under the canonical one. */
export const chatAliases = pgTable(
  'chat_aliases',
  {
    id: uuid().primaryKey().defaultRandom(),
    chatId: text().notNull(),
    canonicalChatId: text().notNull(),
    accountId: ownerAccountId(),
    createdAt: timestamp().notNull().defaultNow(),
    ...ownedStampColumns(),
  },
  (table) => [
    unique().on(table.accountId, table.chatId),
    // No chains: what is canonical for one chat is never an alias.
    check(
      'chat_aliases_phone_to_lid',
      sql`${table.chatId} like '%@c.us' and ${table.canonicalChatId} like '%@lid'`,
    ),
  ],
);

/** Saved filters of an account's chats. */
export const views = pgTable('views', {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull(),
  color: text().notNull(),
  /** Fractional index; compared byte by byte. */
  position: text().notNull(),
  /** Text, as a view outlives what it names. */
  folderId: text().notNull(),
  priorityId: text().notNull(),
  tag: text().notNull(),
  isUnread: boolean().notNull(),
  accountId: ownerAccountId(),
  createdAt: timestamp().notNull().defaultNow(),
  ...ownedStampColumns(),
});

/** How a person wants an account to be shown. */
export const preferences = pgTable(
  'preferences',
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    value: text().notNull(),
    accountId: ownerAccountId(),
    createdAt: timestamp().notNull().defaultNow(),
    ...ownedStampColumns(),
  },
  (table) => [unique().on(table.accountId, table.name)],
);
