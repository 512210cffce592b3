import type { Account } from './accounts/account.ts';
import { seededRandom } from './world/random.ts';

export interface StormOptions {
  changesPerSecond: number;
  seconds: number;
  seed?: number;
}

const TICK_MS = 10;
const BODIES = [
  'Ok',
  'On my way',
  'See you there',
  'Can you call me back?',
  'Thank you!',
  'Tomorrow at ten?',
];

/** Messages, reads and unread marks all over the chats at a steady rate; over when the last one was told. */
export async function storm(account: Account, { changesPerSecond, seconds, seed = 1 }: StormOptions) {
  const random = seededRandom(seed);
  const { world } = account;
  const ids = world
    .chats()
    .filter((chat) => chat.kind !== 'channel')
    .map((chat) => chat.id)
    .sort();
  const total = Math.round(changesPerSecond * seconds);
  function change(): void {
    const id = random.pick(ids);
    const kind = random.next();
    if (kind < 0.75) {
      const msg = world.receive(id, random.pick(BODIES), { isLater: false });
      account.broadcast({ type: 'msg', msg, unread: world.chat(id).unread });
    } else if (kind < 0.95) {
      world.change(id, { unread: 0 });
      account.broadcast({ type: 'read', ids: [id] });
    } else account.broadcast({ type: 'chat', chat: world.change(id, { unread: -1 }) });
  }
  const startedAt = performance.now();
  for (let done = 0; done < total;) {
    const elapsedMs = performance.now() - startedAt;
    const due = Math.min(total, Math.ceil((elapsedMs / 1000) * changesPerSecond));
    for (; done < due; done++) change();
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
}
