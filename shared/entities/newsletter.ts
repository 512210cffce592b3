import * as z from 'zod/mini';
import { defineEntity } from '../sync/entity.ts';
import { timestampField } from '../sync/fields.ts';

/** A WhatsApp channel that an account follows, as its session on the server sees it. */
export const newsletter = defineEntity({
  name: 'newsletter',
  table: 'newsletters',
  ownedBy: 'account',
  isReadOnly: true,
  fields: { channelId: z.string(), name: z.optional(z.string()), subscribedAt: timestampField },
});
