import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPool } from '../../server/db/pool.ts';
import { createLog } from '../../server/log.ts';
import { openClient } from '../../server/sessions/client.ts';
import { Leases } from '../../server/sessions/leases.ts';
import { generateKeys, KeyRing } from '../../server/sessions/store/keys.ts';
import { LoginStore } from '../../server/sessions/store/login-store.ts';
import { PostgresBlobStore } from '../../server/sessions/store/postgres.ts';
import type { UpkeepTimes } from '../../server/sessions/upkeep.ts';
import { Worker } from '../../server/sessions/worker.ts';
import { createAccount } from '../../server/testing/accounts.ts';
import type { Simulator } from '../../simulator/server.ts';
import { PHONE } from './house.ts';
import { findHeadlessShell } from '../support/browser.ts';
import { createDatabase } from '../support/database.ts';
import { environment } from '../support/product.ts';

/** Workers on one database, with one account that a person has. */
export interface Workers {
  readonly accountId: string;
  readonly leases: Leases;
  readonly want: (desired: 'running' | 'stopped') => Promise<boolean>;
  /** Another worker on the simulator. */
  readonly start: (simulator: Simulator, upkeep?: UpkeepTimes) => Promise<Worker>;
  /** As the database has it. */
  readonly row: () => Promise<{
    status: string;
    lastConnected: Date | null;
    generations: number;
    desired: string;
  }>;
  /** The account's rows of channels. */
  readonly channels: () => Promise<{ channelId: string; name: string }[]>;
  readonly close: () => Promise<void>;
}

export async function createWorkers(): Promise<Workers> {
  const database = await createDatabase(environment);
  const { url: databaseUrl, owner } = database;
  const pool = await openPool(databaseUrl, () => undefined);
  const { userId, accountId } = await createAccount(owner, PHONE);
  const folder = mkdtempSync(path.join(tmpdir(), 'nexischat-worker-'));
  const leases = new Leases(pool);
  const log = createLog(process.env['LOG_LEVEL'] ?? 'silent');
  const logins = new LoginStore({
    pool,
    blobs: new PostgresBlobStore(pool),
    keyRing: new KeyRing(generateKeys()),
    log,
  });
  const started: Worker[] = [];
  return {
    accountId,
    leases,
    want: (desired) => leases.want(userId, accountId, desired),
    async start(simulator, upkeep = {}) {
      const id = randomUUID();
      const worker = new Worker({
        databaseUrl,
        leases,
        logins,
        log,
        worker: { id, url: `http://127.0.0.1/${id}` },
        folder: path.join(folder, id),
        capacity: 4,
        startsMax: 4,
        upkeep,
        open: (options) =>
          openClient({
            ...options,
            executablePath: findHeadlessShell(),
            simulatorArgs: simulator.chromiumArgs,
            log,
          }),
      });
      await worker.start();
      started.push(worker);
      return worker;
    },
    async row() {
      const { rows } = await owner.query(
        `select status, "lastConnected", desired, coalesce(jsonb_array_length("sessionData" -> 'generations'), 0) as generations
        from whatsapp_sessions join session_leases using ("accountId") where "accountId" = $1`,
        [accountId],
      );
      return rows[0];
    },
    async channels() {
      const { rows } = await owner.query('select "channelId", name from newsletters where "accountId" = $1', [
        accountId,
      ]);
      return rows;
    },
    async close() {
      for (const worker of started) await worker.stop();
      await pool.end();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
