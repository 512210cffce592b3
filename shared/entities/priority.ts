import { defineEntity } from '../sync/entity.ts';
import { colorField, nameField, positionField } from '../sync/fields.ts';

/** A level of priority that an account's chats can have; the first in order is the most urgent. */
export const priority = defineEntity({
  name: 'priority',
  table: 'priorities',
  ownedBy: 'account',
  fields: { name: nameField, color: colorField, position: positionField },
  limit: 'prioritiesPerAccount',
});
