import { setMe as setKeyMe } from '../core/msg-key.ts';
import { createWid, type Wid } from '../core/wid.ts';

let mePn: Wid | undefined;
let meLid: Wid | undefined;
let isMigrated = false;
let displayName: string | undefined;

/** The page's own map between phone ids and LIDs. */
export const lidPnCache = new Map<string, string>();
const pnByLid = new Map<string, string>();

export function logIn(me: { wid: string; lid: string; pushname: string }): void {
  mePn = createWid(me.wid);
  meLid = createWid(me.lid);
  displayName = me.pushname;
  setKeyMe(mePn, meLid);
  learnLid(me.wid, me.lid);
}

/** The account's chats with people have LIDs from now on. */
export function becomeMigrated(): void {
  isMigrated = true;
}

export function learnLid(pn: string, lid: string): void {
  lidPnCache.set(pn, lid);
  pnByLid.set(lid, pn);
}

function orThrow<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not logged in');
  return value;
}

export const userPrefsMeUser = {
  getMaybeMePnUser: () => mePn,
  getMaybeMeLidUser: () => meLid,
  getMaybeMeDisplayName: () => displayName,
  getMeUser: () => orThrow(mePn),
  getMeLidUserOrThrow: () => orThrow(meLid),
  isMeAccount: (wid: Wid) => wid.equals(mePn) || wid.equals(meLid),
};

function getCurrentLid(pn: Wid): Wid | undefined {
  const lid = lidPnCache.get(pn.toString());
  return lid === undefined ? undefined : createWid(lid);
}
function getPhoneNumber(lid: Wid): Wid | undefined {
  const pn = pnByLid.get(lid.toString());
  return pn === undefined ? undefined : createWid(pn);
}

export const apiContact = {
  lidPnCache,
  getCurrentLid,
  getLatestLid: getCurrentLid,
  getPhoneNumber,
  getAlternateUserWid: (wid: Wid) => (wid.isLid() ? getPhoneNumber(wid) : getCurrentLid(wid)),
};

export const lidMigrationUtils = {
  toLid: (wid: Wid) => (wid.isLid() ? wid : getCurrentLid(wid)),
  toPn: (wid: Wid) => (wid.isLid() ? getPhoneNumber(wid) : wid),
  chatIsLid: (chat: { id: Wid }) => chat.id.isLid(),
  shouldHaveAccountLid: (wid: Wid) => isMigrated && wid.isUser(),
};

export const lid1X1MigrationUtils = { isLidMigrated: () => isMigrated };
