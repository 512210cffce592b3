import * as z from 'zod';
import { unreadTotal } from '../../../shared/whatsapp/inbox.ts';
import type { SocketState } from './events.ts';

// The page is hostile: what it says is parsed and capped.
const statusSchema = z.object({
  isInjected: z.boolean(),
  isBlank: z.boolean(),
  state: z.string().max(40).catch(''),
  stream: z.string().max(40).catch(''),
  hasSynced: z.boolean(),
  hasLibrary: z.boolean(),
  isPasskeyAsked: z.boolean(),
});
export type PageStatus = z.infer<typeof statusSchema>;

/** Throws when it is none. */
export const parseStatus = (value: unknown): PageStatus => statusSchema.parse(value);

/** Throws when it is none. */
export const parseUnread = unreadTotal.parse.bind(unreadTotal);

interface Socket {
  state?: string;
  stream?: string;
  hasSynced?: boolean;
}
interface PageScope {
  require?: (id: string) => { Socket?: Socket };
  nexisInjected?: boolean;
}

/** Runs in the page: what can be known of it in one look. */
export function readStatus(): unknown {
  const page = globalThis as PageScope;
  let socket: Socket | undefined;
  try {
    socket = page.require?.('WAWebSocketModel').Socket;
  } catch {
    socket = undefined; // Its modules are not there yet.
  }
  const state = socket?.state ?? '';
  return {
    isInjected: page.nexisInjected === true,
    isBlank: location.href === 'about:blank',
    state,
    stream: socket?.stream ?? '',
    hasSynced: socket?.hasSynced === true,
    hasLibrary: 'WWebJS' in page,
    // Words of the page, as no module is known that says it (not seen live).
    isPasskeyAsked: state.startsWith('UNPAIRED') && /passkey/i.test(document.body.innerText),
  };
}

/** Runs in the page: true for the first who asks in this document. */
export function claimDocument(): boolean {
  const page = globalThis as PageScope;
  if (page.nexisInjected === true) return false;
  Object.defineProperty(page, 'nexisInjected', { value: true });
  return true;
}

const SOCKET_STATES: Record<string, SocketState> = {
  OPENING: 'opening',
  PAIRING: 'pairing',
  UNPAIRED: 'unpaired',
  UNPAIRED_IDLE: 'unpaired',
  CONFLICT: 'conflict',
  TOS_BLOCK: 'banned',
  SMB_TOS_BLOCK: 'banned',
  PROXYBLOCK: 'blocked',
};

/** Undefined: nothing is known yet. A cut connection says so in its stream first (bundle 2026-04). */
export function socketStateOf({ state, stream, hasSynced }: PageStatus): SocketState | undefined {
  if (state !== 'CONNECTED') return SOCKET_STATES[state];
  return hasSynced && stream === 'DISCONNECTED' ? 'opening' : 'connected';
}
