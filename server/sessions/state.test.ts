import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sessionStatuses, type SessionState, type SessionStatus } from '../../shared/whatsapp/session.ts';
import { DEADLINES } from './client/events.ts';
import { isOpen, RETRIES_MAX, step, type SessionEvent } from './state.ts';

const NOW = { nowMs: 1_000_000, random: 0 };

const states = {
  disconnected: { status: 'disconnected' },
  starting: { status: 'starting', attempt: 0, percent: null },
  pairing: { status: 'pairing', method: 'qr', shown: '2@a' },
  needs_passkey: { status: 'needs_passkey' },
  connected: { status: 'connected', attempt: 0, since: 0 },
  dropped: { status: 'reconnecting', attempt: 0, retryAt: null, cause: 'network' },
  waiting: { status: 'reconnecting', attempt: 1, retryAt: 1_001_000, cause: 'exited' },
  ended: { status: 'ended', reason: 'logged_out' },
} as const satisfies Record<string, SessionState>;
type Name = keyof typeof states;

const events = {
  start: { type: 'start' },
  stop: { type: 'stop' },
  log_out: { type: 'log_out' },
  qr: { type: 'qr', shown: '2@b' },
  code: { type: 'code', shown: 'ABCD1234' },
  needs_passkey: { type: 'needs_passkey' },
  authenticated: { type: 'authenticated' },
  progress: { type: 'progress', percent: 40 },
  ready: { type: 'ready' },
  dropped: { type: 'dropped' },
  resumed: { type: 'resumed' },
  exited: { type: 'lost', cause: 'exited' },
  logged_out: { type: 'over', reason: 'logged_out' },
  replaced: { type: 'over', reason: 'replaced' },
  other_number: { type: 'over', reason: 'other_number' },
  recycle: { type: 'recycle' },
  due: { type: 'due' },
} as const satisfies Record<string, SessionEvent>;

// What each event makes of each state: the new status where it changes, and what is done. `.`: nothing.
const table = `
                disconnected        starting                          pairing                          needs_passkey                    connected                                   dropped                                     waiting                    ended
start           starting:open+wait  .                                 .                                .                                .                                           .                                           starting:open+wait         starting:open+wait
stop            .                   disconnected:keep+wait            disconnected:close+wait          disconnected:close+wait          disconnected:keep+wait                      disconnected:keep+wait                      disconnected:wait          .
log_out         =:forget_login+wait disconnected:unlink+close+forget_login+wait disconnected:unlink+close+forget_login+wait disconnected:unlink+close+forget_login+wait disconnected:unlink+close+forget_login+wait disconnected:unlink+close+forget_login+wait disconnected:forget_login+wait disconnected:forget_login+wait
qr              .                   pairing:wait                      =                                pairing:wait                     .                                           .                                           .                          .
code            .                   pairing:wait                      =                                pairing:wait                     .                                           .                                           .                          .
needs_passkey   .                   needs_passkey:wait                needs_passkey:wait               .                                .                                           .                                           .                          .
authenticated   .                   =:wait                            starting:wait                    starting:wait                    .                                           .                                           .                          .
progress        .                   =:wait                            .                                .                                .                                           .                                           .                          .
ready           .                   connected:wait                    connected:wait                   connected:wait                   .                                           .                                           .                          .
dropped         .                   .                                 .                                .                                reconnecting:wait                           .                                           .                          .
resumed         .                   .                                 .                                .                                .                                           connected:wait                              .                          .
exited  .  reconnecting:keep+wait  ended:close+wait  ended:close+wait  reconnecting:keep+wait  reconnecting:keep+wait  .  .
logged_out      .                   ended:close+wait+forget_login     ended:close+wait+forget_login    ended:close+wait+forget_login    ended:close+wait+forget_login               ended:close+wait+forget_login               .                          .
replaced        .                   ended:keep+wait                   ended:close+wait                 ended:close+wait                 ended:keep+wait                             ended:keep+wait                             .                          .
other_number . ended:unlink+close+wait+forget_login ended:unlink+close+wait+forget_login ended:unlink+close+wait+forget_login ended:unlink+close+wait+forget_login ended:unlink+close+wait+forget_login . .
recycle . . . . starting:keep+open+wait . . .
due  .  reconnecting:keep+wait  ended:close+wait  ended:close+wait  .  reconnecting:keep+wait  starting:open+wait  .
`;

const [head = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cases = rows.flatMap(([event, ...cells]) =>
  cells.map(
    (cell, nr) =>
      ({ event, state: head[nr], cell }) as { event: keyof typeof events; state: Name; cell: string },
  ),
);

test.for(cases)('$event while $state: $cell', ({ event, state, cell }) => {
  const before = states[state];
  const { state: after, effects } = step(before, events[event], NOW);
  const done = effects.map((each) => (each.type === 'close' && each.isKept ? 'keep' : each.type)).join('+');
  const [status = '', wanted = ''] = cell === '.' ? [before.status, ''] : cell.split(':');
  expect([after.status, done]).toEqual([status === '=' ? before.status : status, wanted]);
  if (cell === '.') expect(after).toBe(before);
});

test('every state is in the table, with every event', () => {
  expect(cases).toHaveLength(Object.keys(states).length * Object.keys(events).length);
  expect(new Set(Object.values(states).map(({ status }) => status))).toEqual(new Set(sessionStatuses));
});

/** The waits of a session that is lost as soon as it is connected, until it gives up. */
function waitsWhenLost(random: number): number[] {
  let state: SessionState = states.connected;
  let nowMs = 0;
  const waits: number[] = [];
  for (let attempt = 0; attempt <= RETRIES_MAX; attempt += 1) {
    ({ state } = step(state, events.exited, { nowMs, random }));
    if (state.status !== 'reconnecting') break;
    waits.push((state.retryAt ?? NaN) - nowMs);
    nowMs = state.retryAt ?? NaN;
    for (const event of [events.due, events.ready]) ({ state } = step(state, event, { nowMs, random }));
  }
  expect(state).toEqual({ status: 'ended', reason: 'failed' });
  return waits;
}

test('a session that is lost again and again comes back within seconds first, eight times in the first hour at most, and then asks', () => {
  const waits = waitsWhenLost(0);
  expect(waits).toHaveLength(8);
  expect(waits[0]).toBeLessThan(2000);
  expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
  expect(waitsWhenLost(1).every((wait, nr) => wait > (waits[nr] ?? NaN))).toBe(true);
});

test.for([['exited'], ['dropped', 'due']] as const)(
  'who was connected for long is lost for the first time again: %s',
  (happened) => {
    const now = { nowMs: 5 + 10 * 60_000, random: 0 };
    let state: SessionState = { status: 'connected', attempt: 7, since: 5 };
    for (const event of happened) ({ state } = step(state, events[event], now));
    expect(state).toMatchObject({ status: 'reconnecting', attempt: 1 });
  },
);

test.for(['authenticated', 'progress'] as const)(
  'a first sync may take as long as it goes on: %s',
  (event) => {
    const { effects } = step(states.starting, events[event], NOW);
    const waits = effects.map((each) => each.type === 'wait' && each.ms);
    expect(waits).toHaveLength(1);
    // The client's own limit comes first.
    expect(waits[0]).toBeGreaterThan(DEADLINES.ready);
  },
);

test('what fails for the last time keeps its login', () => {
  const { state, effects } = step({ status: 'connected', attempt: RETRIES_MAX, since: 0 }, events.exited, {
    nowMs: 1,
    random: 0,
  });
  expect([state, effects[0]]).toEqual([
    { status: 'ended', reason: 'failed' },
    { type: 'close', isKept: true },
  ]);
});

test('the codes that follow each other have the time of one', () => {
  const { effects, state } = step(states.pairing, events.qr, NOW);
  expect([effects, state]).toEqual([[], { status: 'pairing', method: 'qr', shown: '2@b' }]);
});

const PERMANENT: ReadonlySet<SessionStatus> = new Set(['ended', 'disconnected']);

test('whatever happens: what ended starts for a person alone, a client is opened only when there is none, and closed only when there is one', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...Object.values(events))), (happened) => {
      let state: SessionState = states.disconnected;
      let isThere = false;
      for (const event of happened) {
        const next = step(state, event, NOW);
        if (PERMANENT.has(state.status) && event.type !== 'start') {
          expect(PERMANENT.has(next.state.status)).toBe(true);
        }
        for (const { type } of next.effects) {
          if (type === 'open' || type === 'close') expect(isThere).toBe(type === 'close');
          if (type === 'unlink') expect(isThere).toBe(true);
          if (type === 'open') isThere = true;
          if (type === 'close') isThere = false;
        }
        ({ state } = next);
        expect(isOpen(state)).toBe(isThere);
      }
    }),
  );
});
