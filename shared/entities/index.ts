import type * as z from 'zod/mini';
import { account } from './account.ts';
import { chatAlias } from './chat-alias.ts';
import { chatFolder } from './chat-folder.ts';
import { chatPriority } from './chat-priority.ts';
import { chatTag } from './chat-tag.ts';
import { folder } from './folder.ts';
import { newsletter } from './newsletter.ts';
import { preference } from './preference.ts';
import { priority } from './priority.ts';
import { subscription } from './subscription.ts';
import { template } from './template.ts';
import { view } from './view.ts';
import { whatsappSession } from './whatsapp-session.ts';

/** Every synced thing, parents before what they own. */
export const entities = {
  account,
  'chat-alias': chatAlias,
  folder,
  'chat-folder': chatFolder,
  priority,
  'chat-priority': chatPriority,
  'chat-tag': chatTag,
  template,
  view,
  preference,
  newsletter,
  'whatsapp-session': whatsappSession,
  subscription,
} as const;

export type EntityName = keyof typeof entities;
export const entityNames = Object.keys(entities) as EntityName[];

/** What a client may write; the rest is written by the server alone. */
export type WritableName = {
  [E in EntityName]: (typeof entities)[E]['isReadOnly'] extends true ? never : E;
}[EntityName];
export const writableNames = entityNames.filter((name): name is WritableName => !entities[name].isReadOnly);

export type Fields<E extends EntityName> = z.infer<(typeof entities)[E]['fields']>;
/** What identifies a row that has a natural key: its owner and its key. */
export type Key<E extends EntityName> = Pick<
  Fields<E>,
  Extract<keyof Fields<E>, 'accountId' | NonNullable<(typeof entities)[E]['key']>[number]>
>;
export type Row<E extends EntityName = EntityName> = z.infer<(typeof entities)[E]['row']>;
