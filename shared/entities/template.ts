import * as z from 'zod/mini';
import { defineEntity } from '../sync/entity.ts';
import { nameField, positionField } from '../sync/fields.ts';

export const TEMPLATE_CONTENT_LENGTH_MAX = 10_000;
export const TEMPLATE_SHORTCUT_LENGTH_MAX = 30;

/** A message to insert, with variables in double braces. */
export const template = defineEntity({
  name: 'template',
  table: 'templates',
  ownedBy: 'account',
  fields: {
    name: nameField,
    content: z.string().check(z.minLength(1), z.maxLength(TEMPLATE_CONTENT_LENGTH_MAX)),
    /** What a person types to find it; empty: nothing. */
    shortcut: z.string().check(z.trim(), z.maxLength(TEMPLATE_SHORTCUT_LENGTH_MAX)),
    position: positionField,
  },
  limit: 'templatesPerAccount',
});
