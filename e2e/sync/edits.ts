import { account } from '../../shared/entities/account.ts';
import type { Rows } from '../../shared/sync/apply.ts';
import { deriveId } from '../../shared/sync/entity.ts';
import { put, remove } from '../../shared/sync/operations.ts';
import type { Operation } from '../../shared/sync/protocol.ts';
import type { Random } from './random.ts';

const CHAT_IDS = ['1@c.us', '2@c.us', '3@g.us'];
const PHONE_NUMBER = '15550100001';

/** Few ids, so that devices and edits meet; every text that is written is another. */
export class Edits {
  readonly #random: Random;
  readonly #userId: string;
  readonly #ids: readonly string[];
  readonly accountId: string;
  #count = 0;

  constructor(random: Random, userId: string) {
    this.#random = random;
    this.#userId = userId;
    this.#ids = Array.from({ length: 12 }, () => random.uuid());
    this.accountId = deriveId(account, userId, { phoneNumber: PHONE_NUMBER });
  }

  connect(): Operation {
    const fields = { phoneNumber: PHONE_NUMBER, name: 'Work', color: 'teal', isBusinessAccount: false };
    return put('account', this.#userId, fields);
  }

  /** What a person does at once: mostly one thing, sometimes many. */
  act(rows: Rows): Operation[] {
    if (rows.account.size === 0) return [this.connect(), this.#operation()];
    const length = this.#random.chance(0.15) ? 2 + this.#random.below(6) : 1;
    return Array.from({ length }, () => this.#operation());
  }

  #operation(): Operation {
    const random = this.#random;
    const { accountId } = this;
    const userId = this.#userId;
    const [folderId, priorityId, templateId, viewId] = [0, 3, 6, 9].map((from) =>
      random.pick(this.#ids.slice(from, from + 3)),
    );
    const chatId = random.pick(CHAT_IDS);
    const name = `edit ${(this.#count += 1)}`;
    const looks = { color: 'teal', position: 'a0' };
    if (!folderId || !priorityId || !templateId || !viewId) throw new Error('there are ids');
    const kinds: readonly (() => Operation)[] = [
      () => ({ op: 'create', entity: 'folder', id: folderId, fields: { accountId, name, ...looks } }),
      () => ({ op: 'patch', entity: 'folder', id: folderId, fields: { name } }),
      () => ({ op: 'delete', entity: 'folder', id: folderId }),
      () => put('chat-folder', userId, { accountId, chatId, folderId }),
      () => remove('chat-folder', userId, { accountId, chatId, folderId }),
      () => ({ op: 'create', entity: 'priority', id: priorityId, fields: { accountId, name, ...looks } }),
      () => ({ op: 'patch', entity: 'priority', id: priorityId, fields: { name } }),
      () => ({ op: 'delete', entity: 'priority', id: priorityId }),
      () => put('chat-priority', userId, { accountId, chatId, priorityId }),
      () => remove('chat-priority', userId, { accountId, chatId }),
      () => {
        const fields = { accountId, name, content: 'Hi', shortcut: '', position: 'a0' };
        return { op: 'create', entity: 'template', id: templateId, fields };
      },
      () => ({ op: 'patch', entity: 'template', id: templateId, fields: { name } }),
      () => {
        const shown = { folderId, priorityId: '', tag: '', isUnread: true } as const;
        return { op: 'create', entity: 'view', id: viewId, fields: { accountId, name, ...looks, ...shown } };
      },
      () => ({ op: 'delete', entity: 'view', id: viewId }),
      () => put('preference', userId, { accountId, name: 'start', value: name }),
      () => put('chat-tag', userId, { accountId, chatId, tag: name }),
      () => remove('chat-tag', userId, { accountId, chatId }),
    ];
    return random.chance(0.02)
      ? remove('account', userId, { phoneNumber: PHONE_NUMBER })
      : random.pick(kinds)();
  }
}
