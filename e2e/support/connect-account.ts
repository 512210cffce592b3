import type { JSHandle } from 'playwright';
import { account } from '../../shared/entities/account.ts';
import { deriveId } from '../../shared/sync/entity.ts';
import { expect, type Product } from './product.ts';
import type { Connected } from './replica-client.ts';

/** Connects a WhatsApp account as its tab would; resolves with its id when the server has it. */
export async function connectAccount(product: Product, screen: JSHandle<Connected>): Promise<string> {
  const [user] = await product.query<{ id: string }>('select id from "user"');
  const fields = {
    phoneNumber: '15550100001',
    name: 'Ada',
    color: 'teal',
    isBusinessAccount: false,
  } as const;
  const id = deriveId(account, user?.id ?? '', fields);
  await screen.evaluate(({ client }, edit) => client.mutate([edit]), {
    op: 'put',
    entity: 'account',
    id,
    fields,
  } as const);
  await expect.poll(() => product.query('select 1 from accounts')).toHaveLength(1);
  return id;
}
