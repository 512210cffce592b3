import * as z from 'zod';
import { defineEntity } from '../sync/entity.ts';
import { colorField } from '../sync/fields.ts';

/** One WhatsApp login. Connecting it again, from any device, finds the row that is there. */
export const account = defineEntity({
  name: 'account',
  table: 'accounts',
  ownedBy: 'user',
  fields: {
    /** Digits only, as in the login's own WhatsApp id. */
    phoneNumber: z.string().regex(/^\d{5,20}$/),
    name: z.string().trim().min(1).max(100),
    color: colorField,
    isBusinessAccount: z.boolean(),
  },
  serverFields: {
    /** 1, 2, 3… in the order of connection. */
    accountNumber: z.int().positive(),
    status: z.enum(['active', 'paused']),
  },
  key: ['phoneNumber'],
  onPut: 'keep',
  limit: 'accounts',
});
