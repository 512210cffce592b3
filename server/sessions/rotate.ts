import { join } from 'node:path';
import { startEmbeddedPostgres } from '../db/embedded.ts';
import { openPool } from '../db/pool.ts';
import { readEnvironment, type Environment } from '../env.ts';
import { createLog } from '../log.ts';
import { StartupError } from '../startup-error.ts';
import { KeyRing } from './store/keys.ts';
import { LoginStore } from './store/login-store.ts';
import { openBlobStore } from './store/open.ts';

// Wraps the keys of all stored logins for the first key of SESSION_KEYS, while workers run. After it, the others may be removed.

async function rotate(environment: Environment): Promise<void> {
  const { DATABASE_URL, DATA_DIR, LOG_LEVEL, SESSION_KEYS } = environment;
  // Joins the one that a running server has started.
  const embedded =
    DATABASE_URL === undefined
      ? await startEmbeddedPostgres(join(DATA_DIR, 'postgres'), () => undefined)
      : undefined;
  const log = createLog(LOG_LEVEL);
  const pool = await openPool(DATABASE_URL ?? embedded?.url ?? '', () => undefined);
  const blobs = await openBlobStore(environment, pool);
  const keyRing = new KeyRing(SESSION_KEYS);
  try {
    const store = new LoginStore({ pool, blobs, keyRing, log });
    const { rewrapped, failed } = await store.rewrapAll();
    process.stdout.write(
      `${rewrapped} stored generations of logins were re-wrapped for the key ${keyRing.sealingId}.\n`,
    );
    if (failed > 0) {
      throw new StartupError(
        `${failed} could not be opened with SESSION_KEYS: keep every key that was used.`,
      );
    }
  } finally {
    await blobs.close();
    await pool.end();
    await embedded?.stop();
  }
}

try {
  await rotate(readEnvironment(process.env));
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
