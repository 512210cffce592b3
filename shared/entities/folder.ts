import { defineEntity } from '../sync/entity.ts';
import { colorField, nameField, positionField } from '../sync/fields.ts';

export const folder = defineEntity({
  name: 'folder',
  table: 'folders',
  ownedBy: 'account',
  fields: { name: nameField, color: colorField, position: positionField },
  limit: 'foldersPerAccount',
});
