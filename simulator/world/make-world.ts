import type { SimulatedChat, SimulatedContact } from '../protocol.ts';
import { labelsAt } from './facts.ts';
import { lastMessage } from './messages.ts';
import { fictionalPhone, inDaytime, lidOf } from './numbers.ts';
import { seededRandom, type Random } from './random.ts';
import {
  FIRST_NAMES,
  GROUP_PLACES,
  GROUP_TOPICS,
  LAST_NAMES,
  SPECIAL_GROUPS,
  SPECIAL_PEOPLE,
} from './words.ts';

export interface WorldOptions {
  chats: number;
  seed: number;
  /** Channels that are followed; 1 unless told otherwise. */
  channels?: number;
  /** Seconds since 1970: the time of the newest message. */
  now: number;
  /** Which id the chats with people have; `mixed`: every other one; `unknown`: a LID whose phone nobody knows. */
  identity?: Identity;
}
export type Identity = 'phone' | 'lid' | 'mixed' | 'unknown';

/** WhatsApp lets three chats be pinned. */
const PINNED = [4, 11, 19];
const MINUTE = 60;
const DAY = 86_400;

/** n chats of people and groups, and the channels besides; the same options give the same world. */
export function makeWorld({
  chats: count,
  seed,
  now,
  channels = 1,
  identity = 'phone',
}: WorldOptions): SimulatedChat[] {
  const random = seededRandom(seed);
  const chats: SimulatedChat[] = [];
  let t = now - random.below(4) * MINUTE;
  for (let index = 0; index < count; index++) {
    t = inDaytime(t - pause(random, index));
    const isLid = identity === 'lid' || identity === 'unknown' || (identity === 'mixed' && index % 4 === 0);
    const chat = makeChat(random, { index, t, seed, isLid });
    if (identity === 'unknown') delete chat.phone;
    chats.push(chat);
  }
  for (const [order, index] of PINNED.entries()) {
    const chat = chats[index];
    const pinnedAt = now - DAY * (order + 1);
    if (chat) Object.assign(chat, { pinned: true, pinnedAt, archived: false, favorite: true });
  }
  for (let index = 0; index < channels; index++) chats.push(channel(now - DAY * (index + 1), seed, index));
  return chats;
}

function pause(random: Random, index: number): number {
  const mean = index < 12 ? 14 * MINUTE : index < 40 ? 80 * MINUTE : 260 * MINUTE;
  return 1 + random.below(2 * mean);
}

interface Place {
  index: number;
  t: number;
  seed: number;
  isLid: boolean;
}
function makeChat(random: Random, { index, t, seed, isLid }: Place): SimulatedChat {
  const isGroup = index % 4 === 3;
  const chat: SimulatedChat = {
    ...(isGroup ? group(random, index) : person(random, index, isLid)),
    unread: random.chance(index < 30 ? 0.45 : 0.08) ? 1 + random.below(index < 8 ? 5 : 14) : 0,
    t,
    archived: index > 5 && random.chance(0.07),
    muted: random.chance(isGroup ? 0.3 : 0.05),
    pinned: false,
    pinnedAt: 0,
    favorite: random.chance(0.06),
    last: { id: '', chatId: '', body: '', t, fromMe: false, ack: 0 },
  };
  if (index === 9) chat.unread = -1;
  if (index === 13) Object.assign(chat, { archived: true, unread: 2 });
  if (index === 6) Object.assign(chat, { archived: false, muted: true });
  const labels = labelsAt(index);
  if (labels.length > 0) chat.labels = labels;
  chat.last = lastMessage(chat, seed);
  return chat;
}

function person(
  random: Random,
  index: number,
  isLid: boolean,
): Pick<SimulatedChat, 'id' | 'name' | 'kind' | 'phone' | 'lid'> {
  const phone = fictionalPhone(index);
  const special = index % 2 === 0 ? SPECIAL_PEOPLE[index / 2 - 1] : undefined;
  const name = special ?? `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
  const lid = lidOf(phone);
  return { id: isLid ? lid : `${phone}@c.us`, name, kind: 'person', phone, lid };
}

function group(random: Random, index: number): Pick<SimulatedChat, 'id' | 'name' | 'kind'> {
  const name = SPECIAL_GROUPS[(index - 3) / 4] ?? `${random.pick(GROUP_TOPICS)} ${random.pick(GROUP_PLACES)}`;
  return { id: `1203630${String(10_000_000_000 + index * 7919)}@g.us`, name, kind: 'group' };
}

const FIRST_CHANNEL = 120_363_144_038_483_540n;
const CHANNELS = ['Town Market News', 'Harbour Ferry Times', 'City Library', 'Weather for Gardeners'];

function channel(t: number, seed: number, index: number): SimulatedChat {
  const chat: SimulatedChat = {
    id: `${FIRST_CHANNEL + BigInt(index)}@newsletter`,
    name: CHANNELS[index] ?? `Channel ${index + 1}`,
    kind: 'channel',
    unread: 3,
    t,
    archived: false,
    muted: false,
    pinned: false,
    pinnedAt: 0,
    favorite: false,
    last: { id: '', chatId: '', body: '', t, fromMe: false, ack: 0 },
  };
  chat.last = lastMessage(chat, seed);
  return chat;
}

const CONTACTS_WITHOUT_CHAT = 12;

/** People one could write to and has not yet. */
export function makeContacts(seed: number): SimulatedContact[] {
  const random = seededRandom(seed + 1);
  return Array.from({ length: CONTACTS_WITHOUT_CHAT }, (_, index) => {
    const phone = fictionalPhone(50_000 + index);
    return {
      id: `${phone}@c.us`,
      lid: lidOf(phone),
      name: `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`,
    };
  });
}
