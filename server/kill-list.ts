import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { readFile, stat } from 'node:fs/promises';
import { KILL_LIST_MAX_AGE_S, killList, parseKillList, type KillEntry } from '../shared/kill-list.ts';
import { errorCode } from './db/errors.ts';
import type { Log } from './log.ts';

const killListRoute = createRoute({
  method: 'get',
  path: '/',
  responses: {
    200: {
      description: 'The features that versions of the extension leave off.',
      content: { 'application/json': { schema: killList } },
    },
  },
});

/** What the extension must leave off; anybody may read it. */
export function killListRoutes(read: () => Promise<KillEntry[]>) {
  return new OpenAPIHono().openapi(killListRoute, async (c) => {
    c.header('cache-control', `public, max-age=${KILL_LIST_MAX_AGE_S}`);
    return c.json(await read(), 200);
  });
}

/**
 * Makes the reader of the kill list, which reads its file again when that has changed. Without a file, or with one that is missing or
 * no list, nothing is off; one that is no JSON changes nothing. Never rejects; one warning for each state of the file.
 */
export function killListReader(path: string | undefined, log: Log): () => Promise<KillEntry[]> {
  let seen: string | undefined;
  let list: Promise<KillEntry[]> = Promise.resolve([]);
  return async () => {
    if (path === undefined) return [];
    const state = await stateOf(path);
    if (state !== seen) {
      seen = state;
      list = load(path, log, list);
    }
    return list;
  };
}

async function stateOf(path: string): Promise<string> {
  try {
    const { mtimeNs, size, ino } = await stat(path, { bigint: true });
    return `${mtimeNs} ${size} ${ino}`;
  } catch (error) {
    return errorCode(error);
  }
}

async function load(path: string, log: Log, before: Promise<KillEntry[]>): Promise<KillEntry[]> {
  let found: unknown;
  try {
    found = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    // One that is just being written is no reason to switch everything on again.
    const isThere = error instanceof SyntaxError;
    log.warn(
      { err: error },
      `The kill list can not be read: ${isThere ? 'the last one holds' : 'nothing is switched off'}.`,
    );
    return isThere ? before : [];
  }
  const list = parseKillList(found);
  const count = Array.isArray(found) ? found.length - list.length : 1;
  if (count > 0) log.warn({ count }, 'What is not valid in the kill list was left out.');
  return list;
}
