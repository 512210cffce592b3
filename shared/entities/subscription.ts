import * as z from 'zod';
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
    currentPeriodStart: timestampField.optional(),
    currentPeriodEnd: timestampField.optional(),
    canceledAt: timestampField.optional(),
  },
});
