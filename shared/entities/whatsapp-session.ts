import * as z from 'zod/mini';
import { defineEntity } from '../sync/entity.ts';
import { timestampField } from '../sync/fields.ts';

/** WhatsApp on the server for one account: how it is, never the login itself. */
export const whatsappSession = defineEntity({
  name: 'whatsapp-session',
  table: 'whatsapp_sessions',
  ownedBy: 'account',
  isReadOnly: true,
  fields: { status: z.optional(z.string()), lastConnected: z.optional(timestampField) },
});
