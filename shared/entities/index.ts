import type * as z from 'zod';
import { account } from './account.ts';
import { chatFolder } from './chat-folder.ts';
import { folder } from './folder.ts';

/** Every synced thing, parents before what they own. */
export const entities = { account, folder, 'chat-folder': chatFolder } as const;

export type EntityName = keyof typeof entities;
export const entityNames = Object.keys(entities) as EntityName[];

export type Fields<E extends EntityName> = z.infer<(typeof entities)[E]['fields']>;
export type Row<E extends EntityName = EntityName> = z.infer<(typeof entities)[E]['row']>;
