import * as z from 'zod/mini';
import { defineEntity } from '../sync/entity.ts';
import { timestampField } from '../sync/fields.ts';

/** What a user has paid for; a user without one has the default plan. */
export const subscription = defineEntity({
  name: 'subscription',
  table: 'subscriptions',
  ownedBy: 'user',
  isReadOnly: true,
  fields: {
    planType: z.string(),
    status: z.string(),
    currentPeriodStart: z.optional(timestampField),
    currentPeriodEnd: z.optional(timestampField),
    canceledAt: z.optional(timestampField),
  },
});
