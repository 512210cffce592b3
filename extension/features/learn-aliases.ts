import { chatAlias } from '../../shared/entities/chat-alias.ts';
import { put } from '../../shared/sync/operations.ts';
import type { Operation } from '../../shared/sync/protocol.ts';
import { isPhoneChatId } from '../../shared/whatsapp/chat-id.ts';
import type { ReplicaClient } from '../replica/use-rows.ts';
import type { Organised } from './organised.ts';

/** So that a look over many filed chats holds nothing up. */
const PAIRS_PER_LOOK_MAX = 10;

interface Paired {
  readonly id: string;
  readonly alias: string | null;
}

/** Where both ids of a chat that is organised are known, that becomes a row, so that every device finds it under either. Of other chats nothing is told. */
export class AliasLearner {
  readonly #replica: Pick<ReplicaClient, 'mutate'>;
  /** What the server has refused is not sent again. */
  readonly #tried = new Set<string>();

  constructor(replica: Pick<ReplicaClient, 'mutate'>) {
    this.#replica = replica;
  }

  /** Returns whether there is more to learn. */
  learn(organised: Organised, userId: string, chats: Iterable<Paired>): boolean {
    const { accountId } = organised;
    const operations: Operation[] = [];
    let isMore = false;
    for (const { id, alias } of chats) {
      if (alias === null || !(isOrganised(organised, id) || isOrganised(organised, alias))) continue;
      if (operations.length === PAIRS_PER_LOOK_MAX) {
        isMore = true;
        break;
      }
      const [phoneId, lid] = isPhoneChatId(id) ? [id, alias] : [alias, id];
      if (organised.canonical(phoneId) === lid) continue;
      const key = [userId, accountId, phoneId, lid].join(' ');
      if (this.#tried.has(key)) continue;
      const pair = chatAlias.fields.safeParse({ accountId, chatId: phoneId, canonicalChatId: lid });
      if (!pair.success) continue;
      this.#tried.add(key);
      operations.push(put('chat-alias', userId, pair.data));
    }
    if (operations.length > 0) void this.#replica.mutate(operations);
    return isMore;
  }
}

function isOrganised({ folderIdsByChat, priorityByChat, tagByChat }: Organised, chatId: string): boolean {
  return folderIdsByChat.has(chatId) || priorityByChat.has(chatId) || tagByChat.has(chatId);
}
