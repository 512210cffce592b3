import * as z from 'zod';
import { defineEntity } from '../sync/entity.ts';

export const FOLDER_NAME_LENGTH_MAX = 60;

export const folder = defineEntity({
  name: 'folder',
  table: 'folders',
  ownedBy: 'account',
  fields: {
    name: z.string().trim().min(1).max(FOLDER_NAME_LENGTH_MAX),
    color: z.string().regex(/^[a-z]{1,20}$/),
    /** Fractional index; folders stand in ascending order of (position, id). */
    position: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[0-9A-Za-z]+$/),
  },
  limit: 'foldersPerAccount',
});
