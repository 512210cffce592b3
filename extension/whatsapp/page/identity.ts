import { CHAT_ID_LENGTH_MAX, CHAT_TITLE_LENGTH_MAX } from '../../../shared/whatsapp/chat.ts';
import { CHAT_ID_PATTERN, type FromPage } from '../bridge.ts';
import { findModule, type ChatModel, type Wid } from './modules.ts';

type AccountMessage = Extract<FromPage, { type: 'account' }>;

/** The id of the account that is open, `<phone>@c.us`; undefined when this version of the page does not tell. */
export function ownId(): string | undefined {
  const me = findModule('meUser')?.value;
  const own = ask(me?.['getMaybeMePnUser']) ?? ask(me?.['getMeUser']) ?? widOf(findModule('conn')?.value.wid);
  const id = own?.replace(/:\d+@/, '@');
  return id?.endsWith('@c.us') ? id : undefined;
}

export function readAccount(id: string): AccountMessage {
  const conn = findModule('conn')?.value;
  return {
    type: 'account',
    id,
    name: typeof conn?.pushname === 'string' ? conn.pushname.slice(0, CHAT_TITLE_LENGTH_MAX) : '',
    isBusinessAccount: conn?.platform === 'smba' || conn?.platform === 'smbi',
  };
}

/**
 * The id under which WhatsApp also knows the person of a chat: the LID of a phone id, the phone id of a LID. From the page's own
 * map; asking WhatsApp's servers is for nobody's good (mass look-ups are said to cost accounts).
 */
export function partnerOf({ id, accountLid }: ChatModel): string | undefined {
  const text = id.toString();
  const isLid = text.endsWith('@lid');
  if (!isLid && !text.endsWith('@c.us')) return undefined;
  try {
    const map = findModule('lidMap')?.value;
    const partner = isLid
      ? widOf(map?.getPhoneNumber(id))
      : (widOf(map?.getCurrentLid(id)) ?? widOf(accountLid));
    return partner?.endsWith(isLid ? '@c.us' : '@lid') ? partner : undefined;
  } catch {
    return undefined; // The map knows no such id.
  }
}

function ask(getter: unknown): string | undefined {
  try {
    return typeof getter === 'function' ? widOf(getter()) : undefined;
  } catch {
    return undefined; // Nobody is logged in.
  }
}

function widOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const id = (value as Wid).toString();
  return CHAT_ID_PATTERN.test(id) && id.length <= CHAT_ID_LENGTH_MAX ? id : undefined;
}
