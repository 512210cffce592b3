import * as z from 'zod/mini';
import { defineEntity } from '../sync/entity.ts';

/** `start`: a folder's id, `unfiled`, or empty for all chats. `counting`: `chats`, `messages` or `dot`. */
export const preferenceNames = ['start', 'counting'] as const;

/** How a person wants one account to be shown; each thing that can be chosen is a row. */
export const preference = defineEntity({
  name: 'preference',
  table: 'preferences',
  ownedBy: 'account',
  fields: { name: z.enum(preferenceNames), value: z.string().check(z.maxLength(60)) },
  key: ['name'],
  mentions: { value: 'folder' },
});
