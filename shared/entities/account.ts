import * as z from 'zod/mini';
import { defineEntity } from '../sync/entity.ts';
import { colorField } from '../sync/fields.ts';

/** One WhatsApp login. Connecting it again, from any device, finds the row that is there. */
export const account = defineEntity({
  name: 'account',
  table: 'accounts',
  ownedBy: 'user',
  fields: {
    /** Digits only, as in the login's own WhatsApp id. */
    phoneNumber: z.string().check(z.regex(/^\d{5,20}$/)),
    name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
    color: colorField,
    isBusinessAccount: z.boolean(),
  },
  serverFields: {
    /** 1, 2, 3… in the order of connection. */
    accountNumber: z.int().check(z.positive()),
    status: z.enum(['active', 'paused']),
  },
  key: ['phoneNumber'],
  onPut: 'keep',
  limit: 'accounts',
});
