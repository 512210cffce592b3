import type * as z from 'zod';
import { account } from './account.ts';
import { chatAlias } from './chat-alias.ts';
import { chatFolder } from './chat-folder.ts';
import { folder } from './folder.ts';

/** Every synced thing, parents before what they own. */
export const entities = {
  account,
  'chat-alias': chatAlias,
  folder,
  'chat-folder': chatFolder,
} as const;

export type EntityName = keyof typeof entities;
export const entityNames = Object.keys(entities) as EntityName[];

export type Fields<E extends EntityName> = z.infer<(typeof entities)[E]['fields']>;
/** What identifies a row that has a natural key: its owner and its key. */
export type Key<E extends EntityName> = Pick<
  Fields<E>,
  Extract<keyof Fields<E>, 'accountId' | NonNullable<(typeof entities)[E]['key']>[number]>
>;
export type Row<E extends EntityName = EntityName> = z.infer<(typeof entities)[E]['row']>;
