import { chatFolder } from '../../shared/entities/chat-folder.ts';
import { deriveId } from '../../shared/sync/entity.ts';
import type { Product } from './product.ts';

/** Files chats as another writer of the database would; the device hears of it with its next sync. */
export async function fileMany(product: Product, folder: string, chatIds: readonly string[]): Promise<void> {
  const [row] = await product.query<{ id: string; accountId: string }>(
    'select id, "accountId" from folders where name = $1',
    [folder],
  );
  if (!row) throw new Error(`no folder ${folder}`);
  const ids = chatIds.map((chatId) =>
    deriveId(chatFolder, '', { accountId: row.accountId, chatId, folderId: row.id }),
  );
  await product.query(
    `insert into chat_folders (id, "accountId", "chatId", "folderId")
     select id, $1, chat, $2 from unnest($3::uuid[], $4::text[]) as t (id, chat)`,
    [row.accountId, row.id, ids, chatIds],
  );
}
