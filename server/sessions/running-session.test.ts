import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import type { ClientEvent, SessionClient } from './client.ts';
import { RunningSession, type OpenSession } from './running-session.ts';

function sessionWith(
  open: OpenSession,
  { onLoaded = () => {}, dropLogin = async () => false } = {},
): RunningSession {
  return new RunningSession({
    lease: { accountId: 'one', userId: 'two', epoch: 1, method: 'qr', phoneNumber: '15550100001' },
    folder: '/nowhere',
    log: createLog('silent'),
    open,
    restore: async () => false,
    save: async () => undefined,
    forgetLogin: async () => undefined,
    dropLogin,
    onState: () => undefined,
    onLoaded,
    onNews: () => undefined,
    savePauseMs: 1,
  });
}

/** A session whose client can not save so many times; `stops` are what was asked of it, and what became of it. */
async function connected(failures: number) {
  const stops: string[] = [];
  let left = failures;
  const client = {
    async stop({ save }: { save: boolean }) {
      const isFailing = save && left > 0;
      left -= 1;
      stops.push(`${save ? 'saved' : 'dropped'}${isFailing ? ' in vain' : ''}`);
      if (isFailing) throw new Error('The store is away.');
    },
  } as SessionClient;
  const session = sessionWith(async ({ emit }) => {
    queueMicrotask(() => emit({ type: 'ready', phone: '15550100001' } satisfies ClientEvent));
    return client;
  });
  await session.happen({ type: 'start' });
  return { session, stops };
}

test('a login that can not be saved at once is saved a little later', async () => {
  const { session, stops } = await connected(2);
  await session.happen({ type: 'stop' });
  expect(stops).toEqual(['saved in vain', 'saved in vain', 'saved']);
});

test('a login that can not be saved for long is saved when its store is back', async () => {
  const { session, stops } = await connected(6);
  await session.end({ isLast: false });
  expect(stops.at(-1)).toBe('saved');
  expect(stops).toHaveLength(7);
});

test('a process that ends waits for a store that is away no longer than it can, and leaves no login on its disk', async () => {
  const { session, stops } = await connected(9);
  await session.end({ isLast: true });
  expect(stops).toEqual(['saved in vain', 'saved in vain', 'saved in vain', 'dropped']);
});

test('a session that is being ended starts no more', async () => {
  const { session, stops } = await connected(0);
  const ended = session.end({ isLast: false });
  await session.link('code');
  await ended;
  expect([session.state.status, stops]).toEqual(['disconnected', ['saved']]);
});

test('a session loads until its page says something, and no longer when it still syncs', async () => {
  const seen: boolean[] = [];
  const session = sessionWith(
    async ({ emit }) => {
      seen.push(session.isLoading);
      emit({ type: 'progress', percent: 3 });
      return {} as SessionClient;
    },
    { onLoaded: () => void seen.push(session.isLoading) },
  );
  await session.happen({ type: 'start' });
  expect([session.state.status, seen]).toEqual(['starting', [true, false]]);
});

for (const [name, dropLogin, state] of [
  ['there is another', async () => true, { status: 'reconnecting', cause: 'failed' }],
  ['there is no other', async () => false, { status: 'ended', reason: 'logged_out' }],
  [
    'it can not be dropped now',
    async () => Promise.reject(new Error('The store is away.')),
    { status: 'reconnecting' },
  ],
] as const) {
  test(`what was stored and is no login: ${name}`, async () => {
    const client = { stop: async () => undefined } as unknown as SessionClient;
    const session = sessionWith(
      async ({ emit }) => {
        queueMicrotask(() => emit({ type: 'login_refused' }));
        return client;
      },
      { dropLogin },
    );
    await session.happen({ type: 'start' });
    await expect.poll(() => session.state).toMatchObject(state);
    await session.happen({ type: 'stop' });
  });
}
