import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPool } from '../../server/db/pool.ts';
import { createLog } from '../../server/log.ts';
import { Leases } from '../../server/sessions/leases.ts';
import { KeyRing } from '../../server/sessions/store/keys.ts';
import { LoginStore } from '../../server/sessions/store/login-store.ts';
import { PostgresBlobStore } from '../../server/sessions/store/postgres.ts';
import { zipOf } from '../../server/testing/zip.ts';
import { expect, linked, test, type House } from './house.ts';

test.describe.configure({ timeout: 120_000 });

const BLOBS = `select each ->> 'blobId' as "blobId"
  from whatsapp_sessions, jsonb_array_elements("sessionData" -> 'generations') as each`;

async function blobIds({ database }: House): Promise<string[]> {
  const { rows } = await database.owner.query<{ blobId: string }>(BLOBS);
  return rows.map(({ blobId }) => blobId);
}

/** Makes the newest stored login one that is whole, and that no page takes for a login. */
async function storeUseless({ database, variables }: House): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nexischat-useless-'));
  const file = path.join(folder, 'login.zip');
  writeFileSync(file, zipOf({ 'Default/IndexedDB/none': 'nothing' }));
  const pool = await openPool(database.url, () => undefined);
  const [leases, blobs] = [new Leases(pool), new PostgresBlobStore(pool)];
  const [lease] = await leases.take({ id: 'nobody', url: 'http://127.0.0.1:1' }, 1);
  if (!lease) throw new Error('the account is held by somebody');
  const logins = new LoginStore({
    pool,
    blobs,
    keyRing: new KeyRing(variables['SESSION_KEYS'] ?? ''),
    log: createLog('silent'),
  });
  await logins.save({ ...lease, file });
  await leases.release('nobody', [lease]);
  await pool.end();
  rmSync(folder, { recursive: true });
}

test('a stored login that is whole and yet none is dropped, and the one before it is used, without a code', async ({
  house,
}) => {
  const { account, worker } = await linked(house);
  await worker.stop();
  const [good] = await blobIds(house);
  await storeUseless(house);
  await house.startWorker();
  await account.until('connected');
  expect(house.simulator.devices()).toBe(1);
  expect(await blobIds(house)).toContain(good);
});
