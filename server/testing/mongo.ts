import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongoEndpoint } from './mongo-endpoint.ts';

const DATABASE = 'nexischat_test';
const REPORTS = join(import.meta.dirname, '../../.data/reports');

export interface TestMongo {
  url: string;
  /** What a test must not have asked for. */
  refused: readonly string[];
  stop: () => Promise<void>;
}

/** The server of MONGODB_URL, or a `mongod` of its own, or the endpoint that stands for one. The closing lines of a run say which. */
export async function startTestMongo(): Promise<TestMongo> {
  const given = process.env['MONGODB_URL'];
  if (given !== undefined && given !== '') {
    await report('GridFS was tested on the MongoDB of MONGODB_URL.');
    const url = new URL(given);
    url.pathname = `/${DATABASE}`;
    return { url: url.href, refused: [], stop: async () => undefined };
  }
  if (spawnSync('mongod', ['--version']).status === 0) {
    await report('GridFS was tested on a mongod of its own.');
    return startMongod();
  }
  await report(
    'NOT RUN: GridFS on a real MongoDB, there is none here. It was tested on an endpoint that speaks its protocol; set MONGODB_URL.',
  );
  const endpoint = await startMongoEndpoint();
  return { url: endpoint.url, refused: endpoint.refused, stop: () => endpoint.close() };
}

async function report(sentence: string): Promise<void> {
  await mkdir(REPORTS, { recursive: true });
  await writeFile(join(REPORTS, 'mongo.txt'), `${sentence}\n`);
}

async function startMongod(): Promise<TestMongo> {
  const directory = await mkdtemp(join(tmpdir(), 'nexischat-mongod-'));
  const port = await freePort();
  const options = ['--dbpath', directory, '--port', String(port), '--bind_ip', '127.0.0.1'];
  const mongod = spawn('mongod', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  while (!said.includes('Waiting for connections')) said += String((await once(mongod.stdout, 'data'))[0]);
  mongod.stdout.resume();
  return {
    url: `mongodb://127.0.0.1:${port}/${DATABASE}?directConnection=true`,
    refused: [],
    stop: async () => {
      mongod.kill('SIGKILL');
      await once(mongod, 'exit');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
