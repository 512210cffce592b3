import { randomUUID } from 'node:crypto';
import { account } from '../../shared/entities/account.ts';
import { deriveId } from '../../shared/sync/entity.ts';
import type { Product } from '../support/product.ts';

const FOLDERS = 20;

/** Gives the one user an account with so many rows in all: itself, folders, and chats in them, as another writer would. */
export async function insertRows(product: Product, count: number): Promise<void> {
  const [user] = await product.query<{ id: string }>('select id from "user"');
  const userId = user?.id ?? '';
  const id = deriveId(account, userId, { phoneNumber: '15550100001' });
  await product.query(
    `insert into accounts (id, "userId", "phoneNumber", name, color, "isBusinessAccount")
     values ($1, $2, '15550100001', 'Ada', 'teal', false)`,
    [id, userId],
  );
  const folderIds = Array.from({ length: FOLDERS }, () => randomUUID());
  await product.query(
    `insert into folders (id, "accountId", name, color, position)
     select id, $1, 'Folder ' || nr, 'teal', 'a' || nr from unnest($2::uuid[]) with ordinality as t (id, nr)`,
    [id, folderIds],
  );
  await product.query(
    `insert into chat_folders (id, "accountId", "chatId", "folderId")
     select gen_random_uuid(), $1, (4915550000000 + nr) || '@c.us', ($2::uuid[])[1 + nr % $3]
     from generate_series(1, $4) as nr`,
    [id, folderIds, FOLDERS, count - FOLDERS - 1],
  );
}
