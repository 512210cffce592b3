import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../db/embedded.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { connectAsOwner } from '../db/pool.ts';
import { inDatabase } from './postgres.ts';

/** One PostgreSQL for the run, with a migrated template for the databases of its tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_URL'];
  const directory = given === undefined ? await mkdtemp(join(tmpdir(), 'nexischat-test-')) : undefined;
  const server = directory === undefined ? undefined : await startEmbeddedPostgres(directory);
  const serverUrl = given ?? server?.url ?? '';
  const owner = await connectAsOwner(serverUrl);
  const stop = async () => {
    await owner.end();
    await server?.stop();
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  };
  const template = `nexis_template_${process.pid}`;
  try {
    await owner.query(`create database ${template}`);
    await migrateDatabase(inDatabase(serverUrl, template));
    await owner.query(`alter database ${template} is_template true allow_connections false`);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('postgres', { serverUrl, template });
  return async () => {
    await owner.query(`alter database ${template} is_template false`);
    await owner.query(`drop database ${template}`);
    await stop();
  };
}
