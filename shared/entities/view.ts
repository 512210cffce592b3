import * as z from 'zod/mini';
import { defineEntity } from '../sync/entity.ts';
import { colorField, nameField, positionField } from '../sync/fields.ts';
import { TAG_LENGTH_MAX } from './chat-tag.ts';

/** A saved filter of an account's chats: what all of its parts allow. An empty part allows every chat. */
export const view = defineEntity({
  name: 'view',
  table: 'views',
  ownedBy: 'account',
  fields: {
    name: nameField,
    color: colorField,
    position: positionField,
    folderId: z.union([z.uuid(), z.enum(['', 'unfiled'])]),
    priorityId: z.union([z.uuid(), z.enum(['', 'none'])]),
    tag: z.string().check(z.trim(), z.maxLength(TAG_LENGTH_MAX)),
    isUnread: z.boolean(),
  },
  // A view outlives what it names: an undo brings the folder back, and the view shows it again.
  mentions: { folderId: 'folder', priorityId: 'priority' },
});
