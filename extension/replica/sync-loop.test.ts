import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MUTATIONS_PER_PUSH_MAX } from '../../shared/sync/protocol.ts';
import type { PushResponse } from '../../shared/sync/protocol.ts';
import { LIVE_CLIENT_NOTICES_MS, LIVE_PING_INTERVAL_MS } from '../../shared/sync/protocol.ts';
import { ApiError } from '../request.ts';
import { createFolder, DeadLine, FarSide, SilentSocket } from './testing/far-side.ts';
import { Replica } from './replica.ts';
import { SyncLoop, type SyncState } from './sync-loop.ts';

let abort: AbortController;
let farSide: FarSide;
let userId: string;
let replica: Replica;
let states: SyncState[];
let loop: SyncLoop;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  vi.stubGlobal('WebSocket', SilentSocket);
  abort = new AbortController();
  farSide = new FarSide();
  userId = crypto.randomUUID();
  replica = await Replica.open(userId);
  states = [];
  loop = new SyncLoop(replica, farSide.api, 'token', (state) => states.push(state), abort.signal);
});

afterEach(() => {
  abort.abort();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const offline = () => new ApiError('offline', 0, 'The server can not be reached.');

test('an edit is pushed, and then nothing waits', async () => {
  await replica.mutate([createFolder('Suppliers')]);
  await loop.kick();
  expect(farSide.applied).toHaveLength(1);
  expect(loop.state).toMatchObject({ phase: 'up_to_date', waiting: 0, offlineSince: null, hasRows: true });
});

test('a round that only asks what others did is not told of, one that brings an edit is', async () => {
  await loop.kick();
  states.length = 0;
  await loop.kick();
  expect(states).toEqual([]);
  await replica.mutate([createFolder('Suppliers')]);
  await loop.kick();
  expect(states.map(({ phase }) => phase)).toEqual(['syncing', 'up_to_date']);
});

test('what is edited after this version was found too old is told of as waiting', async () => {
  farSide.fails = () => new ApiError('client_outdated', 426, 'too old');
  await loop.kick();
  await replica.mutate([createFolder('Suppliers')]);
  await loop.kick();
  expect(states.at(-1)).toMatchObject({ phase: 'outdated', waiting: 1 });
});

test('more edits than a push holds go in two, each once', async () => {
  const count = MUTATIONS_PER_PUSH_MAX + 50;
  await replica.mutate(Array.from({ length: count }, (_, index) => createFolder(`Folder ${index}`)));
  await loop.kick();
  expect(farSide.applied.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: count }, (_, i) => i + 1),
  );
  expect(loop.state.waiting).toBe(0);
});

test('while the server is away an edit waits, and it is sent by itself when the server is back', async () => {
  farSide.fails = offline;
  await replica.mutate([createFolder('Suppliers')]);
  await loop.kick();
  expect(loop.state).toMatchObject({ phase: 'offline', waiting: 1, offlineSince: Date.now() });
  farSide.fails = null;
  await vi.advanceTimersByTimeAsync(60_000);
  await loop.kick();
  expect(farSide.applied).toHaveLength(1);
  expect(loop.state).toMatchObject({ phase: 'up_to_date', waiting: 0, offlineSince: null });
});

test('it says since when the server is away, not since the last try', async () => {
  farSide.fails = offline;
  const since = Date.now();
  await loop.kick();
  await vi.advanceTimersByTimeAsync(120_000);
  await loop.kick();
  expect(loop.state.offlineSince).toBe(since);
});

test('[P1] an edit whose answer was lost is applied once', async () => {
  await replica.mutate([createFolder('Suppliers')]);
  farSide.losesAnswer = true;
  await loop.kick();
  expect(loop.state.phase).toBe('offline');
  await loop.kick();
  expect(farSide.applied).toHaveLength(1);
  expect(loop.state.waiting).toBe(0);
});

test('a sign-in that has ended keeps the edits and asks nobody again', async () => {
  let calls = 0;
  farSide.fails = () => {
    calls += 1;
    return new ApiError('unauthorized', 401, 'Sign in to continue.');
  };
  await replica.mutate([createFolder('Suppliers')]);
  await loop.kick();
  await vi.advanceTimersByTimeAsync(600_000);
  await loop.kick();
  expect(loop.state).toMatchObject({ phase: 'ended', waiting: 1 });
  expect(calls).toBe(1);
});

test('[P11] a copied profile pushes again as a client of its own', async () => {
  await replica.mutate([createFolder('Suppliers')]);
  const before = replica.nextPush()?.clientId;
  let isFirst = true;
  farSide.fails = (call) => {
    const isRefused = call === 'push' && isFirst;
    isFirst = false;
    return isRefused ? new ApiError('client_conflict', 409, 'copied') : null;
  };
  await loop.kick();
  expect(farSide.applied).toHaveLength(1);
  expect([...farSide.lastSequenceByClient.keys()]).not.toContain(before);
});

test('tries again less and less often', async () => {
  const tries: number[] = [];
  farSide.fails = () => {
    tries.push(Date.now());
    return offline();
  };
  await loop.kick();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? at));
  expect(waits.length).toBeGreaterThan(8);
  expect(waits.length).toBeLessThan(30);
  expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
  expect(waits[0]).toBeLessThanOrEqual(1000);
});

test('a socket whose line is dead is closed and another one opened within 30 seconds', async () => {
  const lines: DeadLine[] = [];
  farSide.api.openLive = () => {
    const line = new DeadLine();
    lines.push(line);
    return line as unknown as WebSocket;
  };
  await loop.kick();
  const answered = new MessageEvent('message', { data: '{"type":"pong"}' });
  // The answer to the first ping is the last that comes through.
  await vi.advanceTimersByTimeAsync(LIVE_PING_INTERVAL_MS);
  lines[0]?.dispatchEvent(answered);
  await vi.advanceTimersByTimeAsync(LIVE_CLIENT_NOTICES_MS);
  expect(lines[0]?.isClosed).toBe(true);
  await vi.advanceTimersByTimeAsync(30_000 - LIVE_CLIENT_NOTICES_MS);
  await vi.waitFor(() => expect(lines).toHaveLength(2));
});

test('an edit made at the very moment a round ends is not left behind', async () => {
  const late = createFolder('Late');
  loop = new SyncLoop(
    replica,
    farSide.api,
    'token',
    ({ phase }) => {
      if (phase !== 'up_to_date' || replica.waiting > 0 || farSide.applied.length > 0) return;
      void replica.mutate([late]).then(() => loop.kick());
    },
    abort.signal,
  );
  await loop.kick();
  await vi.waitFor(() => expect(farSide.applied.map(({ id }) => id)).toEqual([late.id]));
});

test('[P11] a profile restored from an older copy pushes its edits as a client of its own', async () => {
  await replica.mutate([createFolder('Suppliers')]);
  farSide.lastSequenceByClient.set(replica.nextPush()?.clientId ?? '', 50);
  await loop.kick();
  expect(farSide.applied).toHaveLength(1);
  expect(loop.state).toMatchObject({ phase: 'up_to_date', waiting: 0 });
});

test('[P16] a version that is too old says so, keeps the edits and asks no more', async () => {
  let calls = 0;
  farSide.fails = () => {
    calls += 1;
    return new ApiError('client_outdated', 426, 'Update.');
  };
  await replica.mutate([createFolder('Suppliers')]);
  await loop.kick();
  await vi.advanceTimersByTimeAsync(600_000);
  await loop.kick();
  expect(loop.state).toMatchObject({ phase: 'outdated', waiting: 1 });
  expect(calls).toBe(1);
});

/** A first copy of three pages, whose second one fails at first. */
function threePages(): { asked: (string | undefined)[] } {
  const asked: (string | undefined)[] = [];
  const row = (name: string) => {
    const edit = createFolder(name);
    return { entity: 'folder', id: edit.id, row: { ...edit.fields, id: edit.id, revision: 1 } };
  };
  farSide.api.pull = async (_token, cursor) => {
    asked.push(cursor);
    if (cursor === '1' && asked.length === 2) throw offline();
    const page = Number(cursor ?? 0);
    return {
      reset: page === 0,
      changes: [row(`Folder ${page}`)],
      cursor: String(page + 1),
      hasMore: page < 2,
      ...(page === 0 && { total: 3 }),
    };
  };
  return { asked };
}

test('[L2] a long first copy goes on where it stopped, and says how far it is', async () => {
  const { asked } = threePages();
  await loop.kick();
  expect(loop.state).toMatchObject({ phase: 'offline', hasRows: false, progress: { received: 1, total: 3 } });
  await loop.kick();
  expect(asked).toEqual([undefined, '1', '1', '2']);
  expect(states.map(({ progress }) => progress?.received)).toEqual(expect.arrayContaining([1, 2, 3]));
  expect(loop.state).toMatchObject({ phase: 'up_to_date', hasRows: true, progress: null });
  expect(replica.view.folder.size).toBe(3);
});

test('[P11] a loop that has ended does nothing with an answer that comes later', async () => {
  await replica.mutate([createFolder('Suppliers')]);
  let answer: (response: PushResponse) => void = () => {};
  const asked = new Promise<void>((tell) => {
    farSide.api.push = () => {
      tell();
      return new Promise((resolve) => (answer = resolve));
    };
  });
  const clientId = replica.nextPush()?.clientId;
  const round = loop.kick();
  await asked;
  abort.abort();
  answer({ lastSequence: 50, lastMutationId: crypto.randomUUID(), rejections: [] });
  await round;
  expect(replica.nextPush()).toMatchObject({ clientId, mutations: [{ sequence: 1 }] });
});

test('[P1] [P11] what the server took before a power cut, and this device forgot to have sent, is no copy', async () => {
  await replica.mutate(Array.from({ length: MUTATIONS_PER_PUSH_MAX + 50 }, () => createFolder('Suppliers')));
  const clientId = replica.nextPush()?.clientId ?? '';
  const all = await Replica.open(userId);
  // The outbox on disk is as it was before the two pushes.
  await loop.kick();
  abort.abort();
  const again = new SyncLoop(all, farSide.api, 'token', () => {}, new AbortController().signal);
  await again.kick();
  expect(farSide.applied).toHaveLength(MUTATIONS_PER_PUSH_MAX + 50);
  expect([...farSide.lastSequenceByClient.keys()]).toEqual([clientId]);
  expect(all.waiting).toBe(0);
});

/** How many pulls an edit takes when pokes, of its own revision and so many more, come before the push is answered. */
async function pullsWhenPoked(...more: number[]): Promise<number> {
  const socket = new SilentSocket();
  farSide.api.openLive = () => socket as unknown as WebSocket;
  await loop.kick();
  await replica.mutate([createFolder('Suppliers')]);
  const pokes = more.map((each) => JSON.stringify({ type: 'poke', revision: 1 + each }));
  let pulls = 0;
  farSide.fails = (call) => {
    if (call === 'pull') pulls += 1;
    else
      for (const data of pokes)
        queueMicrotask(() => socket.dispatchEvent(new MessageEvent('message', { data })));
    return null;
  };
  await loop.kick();
  return pulls;
}

test('[L4] a poke that a device gets of its own push brings no second pull', async () => {
  expect(await pullsWhenPoked(0)).toBe(1);
});

test('[L4] a poke of something newer that comes during a round brings another pull', async () => {
  expect(await pullsWhenPoked(1)).toBe(2);
});

test('[L4] a poke of another server that comes late hides none that is newer', async () => {
  expect(await pullsWhenPoked(1, 0)).toBe(2);
});

const folderRow = (name: string, revision: number) => {
  const { id, fields } = createFolder(name);
  return { entity: 'folder', id, row: { ...fields, id, revision } } as const;
};

/** A loop that is up to date at `cursor`, its live line, and how many pulls it made since. */
async function upToDate() {
  const socket = new SilentSocket();
  farSide.api.openLive = () => socket as unknown as WebSocket;
  await loop.kick();
  const pulls = { count: 0 };
  farSide.fails = (call) => {
    if (call === 'pull') pulls.count += 1;
    return null;
  };
  const poke = async (revision: number, ahead?: object) => {
    const data = JSON.stringify({ type: 'poke', revision, ahead });
    socket.dispatchEvent(new MessageEvent('message', { data }));
    await vi.advanceTimersByTimeAsync(1);
  };
  const page = (...names: string[]) => ({
    reset: false,
    changes: names.map((name, index) => folderRow(name, index + 1)),
    cursor: 'ahead',
    hasMore: false,
  });
  return { pulls, poke, page, cursor: replica.cursor };
}

const folderNames = () => [...replica.view.folder.values()].map(({ name }) => name);

test('[L7] the page that comes with a poke is taken without a pull', async () => {
  const { poke, page, pulls, cursor } = await upToDate();
  await poke(1, { after: cursor, page: page('Suppliers') });
  await vi.waitFor(() => expect(folderNames()).toEqual(['Suppliers']));
  expect([pulls.count, replica.cursor]).toEqual([0, 'ahead']);
});

test('[L7] a page that goes on from elsewhere is not taken', async () => {
  const { poke, page, pulls } = await upToDate();
  await poke(1, { after: 'elsewhere', page: page('Suppliers') });
  await vi.waitFor(() => expect(pulls.count).toBe(1));
  expect(folderNames()).toEqual([]);
});

test('[L7] a page that was read before a later poke does not stand for it', async () => {
  const { poke, page, cursor } = await upToDate();
  const pulls: string[] = [];
  farSide.fails = (call) => {
    pulls.push(call);
    if (pulls.length === 1) void Promise.all([poke(2), poke(1, { after: cursor, page: page('Suppliers') })]);
    return null;
  };
  await loop.kick();
  expect(pulls).toEqual(['pull', 'pull']);
});

test('[C2] a page that comes while an edit waits does not stand for the pull after its push', async () => {
  const { poke, page, cursor } = await upToDate();
  await replica.mutate([createFolder('Mine')]);
  await poke(9, { after: cursor, page: page() });
  await vi.waitFor(() => expect(replica.waiting).toBe(0));
  expect(folderNames()).toEqual(['Mine']);
});

/** Lines that are ready at once, and what becomes of their pulls; how many were opened. */
function readyLines(onPull: (line: EventTarget, id: number) => void): { count: number } {
  const lines = { count: 0 };
  farSide.api.openLive = () => {
    lines.count += 1;
    const line = new DeadLine();
    const say = (event: object) =>
      line.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }));
    line.send = (text = '{}') => {
      const { type, id } = JSON.parse(text) as { type: string; id: number };
      if (type === 'pull') queueMicrotask(() => onPull(line, id));
    };
    queueMicrotask(() => say({ type: 'ready', revision: 0, protocol: 4 }));
    return line as unknown as WebSocket;
  };
  return lines;
}

test('[L6] while the live line is ready a pull makes no request', async () => {
  const page = { reset: false, changes: [], cursor: 'next', hasMore: false };
  readyLines((line, id) =>
    line.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ type: 'page', id, page }) })),
  );
  await loop.kick();
  await vi.waitFor(() => expect(replica.cursor).toBe('next'));
  farSide.fails = offline;
  await loop.kick();
  expect(loop.state.phase).toBe('up_to_date');
});

test('[L6] a round whose line breaks in the midst of its pull goes on by a request', async () => {
  readyLines((line) => line.dispatchEvent(new Event('close')));
  await loop.kick();
  await vi.waitFor(() => expect(farSide.pulls).toBe(2));
  expect(loop.state.phase).toBe('up_to_date');
});

/** What a device does without a timer is done. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('a line that broke with its pull is not opened again in the same moment', async () => {
  const lines = readyLines((line) => line.dispatchEvent(new Event('close')));
  await loop.kick();
  await settled();
  expect(lines.count).toBe(1);
});

test('lines that break with their first pull are opened less and less often', async () => {
  const lines = readyLines((line) => line.dispatchEvent(new Event('close')));
  await loop.kick();
  for (let seconds = 0; seconds < 60; seconds += 1) {
    await vi.advanceTimersByTimeAsync(1000);
    await settled();
  }
  expect(lines.count).toBeLessThan(10);
});
