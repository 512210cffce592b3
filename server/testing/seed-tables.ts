/** The product's schema document, typed out by hand: what the database is after migration 0014. */
export interface SeedTable {
  /** Column -> "type", "type not null", with "default …" where the document states one. */
  columns: Record<string, string>;
  /** Column -> the table whose id it holds. */
  references?: Record<string, string>;
  unique?: string[][];
  indexes?: string[][];
}

const uuidKey = 'uuid not null default gen_random_uuid()';
const accountId = { accountId: 'uuid not null' };
const ofAccount = { accountId: 'accounts' };

export const seedTables: Record<string, SeedTable> = {
  user: {
    columns: {
      id: 'varchar(36) not null',
      name: 'text not null',
      email: 'text not null',
      emailVerified: 'boolean not null',
      image: 'text',
      createdAt: 'timestamp not null',
      updatedAt: 'timestamp not null',
    },
    unique: [['email']],
  },
  session: {
    columns: {
      id: 'varchar(36) not null',
      expiresAt: 'timestamp not null',
      token: 'text not null',
      createdAt: 'timestamp not null',
      updatedAt: 'timestamp not null',
      ipAddress: 'text',
      userAgent: 'text',
      userId: 'varchar(36)',
    },
    references: { userId: 'user' },
    unique: [['token']],
  },
  account: {
    columns: {
      id: 'varchar(36) not null',
      accountId: 'text not null',
      providerId: 'text not null',
      userId: 'varchar(36)',
      accessToken: 'text',
      refreshToken: 'text',
      idToken: 'text',
      accessTokenExpiresAt: 'timestamp',
      refreshTokenExpiresAt: 'timestamp',
      scope: 'text',
      password: 'text',
      createdAt: 'timestamp not null',
      updatedAt: 'timestamp not null',
    },
    references: { userId: 'user' },
  },
  verification: {
    columns: {
      id: 'varchar(36) not null',
      identifier: 'text not null',
      value: 'text not null',
      expiresAt: 'timestamp not null',
      createdAt: 'timestamp',
      updatedAt: 'timestamp',
    },
  },
  accounts: {
    columns: {
      id: uuidKey,
      userId: 'varchar(36) not null',
      name: 'text not null',
      phoneNumber: 'text not null',
      avatar: 'text',
      color: 'text not null',
      status: `text default 'active'`,
      isBusinessAccount: 'boolean not null',
      isVerified: 'boolean not null',
      accountNumber: 'integer not null',
      createdAt: 'timestamp not null',
    },
    references: { userId: 'user' },
    indexes: [['userId'], ['userId', 'accountNumber']],
  },
  subscriptions: {
    columns: {
      id: uuidKey,
      userId: 'varchar(36) not null',
      planType: 'text not null',
      status: 'text not null',
      creemCustomerId: 'text',
      creemSubscriptionId: 'text',
      creemCheckoutId: 'text',
      currentPeriodStart: 'timestamp',
      currentPeriodEnd: 'timestamp',
      canceledAt: 'timestamp',
      createdAt: 'timestamp not null',
      updatedAt: 'timestamp not null',
    },
    references: { userId: 'user' },
    unique: [['userId'], ['creemCustomerId'], ['creemSubscriptionId'], ['creemCheckoutId']],
  },
  priorities: {
    columns: {
      id: uuidKey,
      name: 'text not null',
      color: 'text not null',
      ...accountId,
      createdAt: 'timestamp not null',
    },
    references: ofAccount,
  },
  folders: {
    columns: {
      id: uuidKey,
      name: 'text not null',
      color: 'text not null',
      ...accountId,
      createdAt: 'timestamp not null',
    },
    references: ofAccount,
  },
  templates: {
    columns: {
      id: uuidKey,
      name: 'text not null',
      content: 'text not null',
      ...accountId,
      createdAt: 'timestamp not null',
    },
    references: ofAccount,
  },
  chat_tags: {
    columns: {
      id: uuidKey,
      chatId: 'text not null',
      tag: 'text not null',
      ...accountId,
      createdAt: 'timestamp not null',
    },
    references: ofAccount,
    unique: [['chatId', 'accountId']],
  },
  chat_priorities: {
    columns: {
      id: uuidKey,
      chatId: 'text not null',
      priorityId: 'uuid not null',
      ...accountId,
      createdAt: 'timestamp not null',
    },
    references: { priorityId: 'priorities', ...ofAccount },
    unique: [['chatId', 'accountId']],
  },
  chat_folders: {
    columns: {
      id: uuidKey,
      chatId: 'text not null',
      folderId: 'uuid not null',
      ...accountId,
      createdAt: 'timestamp not null',
    },
    references: { folderId: 'folders', ...ofAccount },
  },
  whatsapp_sessions: {
    columns: {
      id: uuidKey,
      ...accountId,
      sessionData: 'jsonb',
      status: `text default 'disconnected'`,
      lastConnected: 'timestamp',
      createdAt: 'timestamp not null',
      updatedAt: 'timestamp not null',
    },
    references: ofAccount,
    unique: [['accountId']],
  },
  newsletters: {
    columns: {
      id: uuidKey,
      ...accountId,
      channelId: 'text not null',
      name: 'text',
      subscribedAt: 'timestamp not null',
      createdAt: 'timestamp not null',
    },
    references: ofAccount,
  },
};
