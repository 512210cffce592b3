import type { Me, SimulatedChannel, SimulatedChat, SimulatedGroup, SimulatedLabel } from '../protocol.ts';
import { hash } from './messages.ts';
import { fictionalPhone } from './numbers.ts';

/** WhatsApp's own labels, which are not our tags. */
export const LABELS: readonly SimulatedLabel[] = [
  { id: '1', name: 'New customer', hexColor: '#64c4ff' },
  { id: '2', name: 'Paid', hexColor: '#dfaef0' },
  { id: '3', name: 'Follow up', hexColor: '#ffd429' },
];

export function labelsAt(index: number): string[] {
  if (index % 10 === 2) return ['1'];
  return index % 10 === 5 ? ['2', '3'] : [];
}

/** Where a picture is, or null for who shows none. */
export function pictureOf(id: string): string | null {
  const number = hash(id);
  return number % 3 === 0 ? null : `https://pps.whatsapp.net/v/t61.24694-24/${number}_n.jpg`;
}

export function groupOf(chat: SimulatedChat, me: Me): SimulatedGroup {
  const seed = hash(chat.id);
  const owner = `${fictionalPhone(60_000 + (seed % 900))}@c.us`;
  const others = Array.from(
    { length: 3 + (seed % 9) },
    (_, index) => `${fictionalPhone(61_000 + ((seed + index) % 900))}@c.us`,
  );
  return {
    owner,
    creation: chat.t - 40_000_000,
    desc: `All about ${chat.name}`,
    participants: [owner, me.wid, ...others].map((id) => ({
      id,
      isAdmin: id === owner,
      isSuperAdmin: id === owner,
    })),
  };
}

export function channelOf(chat: SimulatedChat): SimulatedChannel {
  return {
    description: `What is new: ${chat.name}`,
    creationTime: chat.t - 30_000_000,
    subscribersCount: 100 + (hash(chat.id) % 9000),
    inviteCode: `0029Va${hash(chat.id).toString(36)}`,
  };
}
