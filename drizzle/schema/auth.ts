import { bigint, boolean, integer, pgTable, text, timestamp, varchar } from 'drizzle-orm/pg-core';

/** Our users. */
export const user = pgTable('user', {
  id: varchar({ length: 36 }).primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: boolean().notNull(),
  image: text(),
  createdAt: timestamp().notNull(),
  updatedAt: timestamp().notNull(),
});

/** Sign-ins of users. */
export const session = pgTable('session', {
  id: varchar({ length: 36 }).primaryKey(),
  expiresAt: timestamp().notNull(),
  token: text().notNull().unique(),
  createdAt: timestamp().notNull(),
  updatedAt: timestamp().notNull(),
  ipAddress: text(),
  userAgent: text(),
  userId: varchar({ length: 36 }).references(() => user.id, { onDelete: 'cascade' }),
});

/** Ways in which a user can sign in: a password or an OAuth provider. WhatsApp logins are in `accounts`. */
export const account = pgTable('account', {
  id: varchar({ length: 36 }).primaryKey(),
  accountId: text().notNull(),
  providerId: text().notNull(),
  userId: varchar({ length: 36 }).references(() => user.id, { onDelete: 'cascade' }),
  accessToken: text(),
  refreshToken: text(),
  idToken: text(),
  accessTokenExpiresAt: timestamp(),
  refreshTokenExpiresAt: timestamp(),
  scope: text(),
  password: text(),
  createdAt: timestamp().notNull(),
  updatedAt: timestamp().notNull(),
});

/** Short-lived secrets: e-mail links, and the tickets that open a live socket. */
export const verification = pgTable('verification', {
  id: varchar({ length: 36 }).primaryKey(),
  identifier: text().notNull(),
  value: text().notNull(),
  expiresAt: timestamp().notNull(),
  createdAt: timestamp(),
  updatedAt: timestamp(),
});

/** How often an address called an authentication route. */
export const rateLimit = pgTable('rate_limits', {
  id: varchar({ length: 36 }).primaryKey(),
  key: text().notNull().unique(),
  count: integer().notNull(),
  /** Epoch milliseconds. */
  lastRequest: bigint({ mode: 'number' }).notNull(),
});
