import type { JSHandle } from 'playwright';
import { account } from '../../shared/entities/account.ts';
import { deriveId } from '../../shared/sync/entity.ts';
import type { Operation } from '../../shared/sync/protocol.ts';
import { expect, type Product } from './product.ts';
import type { Connected } from './replica-in-page.ts';

/** The edit by which a tab of WhatsApp connects its account, for the one user that there is. */
export async function connection(product: Product): Promise<Operation<'account'>> {
  const [user] = await product.query<{ id: string }>('select id from "user"');
  const fields = {
    phoneNumber: '15550100001',
    name: 'Ada',
    color: 'teal',
    isBusinessAccount: false,
  } as const;
  return { op: 'put', entity: 'account', id: deriveId(account, user?.id ?? '', fields), fields };
}

/** Resolves with the account's id when the server has it. */
export async function connectAccount(product: Product, screen: JSHandle<Connected>): Promise<string> {
  const edit = await connection(product);
  await screen.evaluate(({ client }, operation) => client.mutate([operation]), edit);
  await expect.poll(() => product.query('select 1 from accounts')).toHaveLength(1);
  return edit.id;
}
