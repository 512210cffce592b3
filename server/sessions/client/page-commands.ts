// Each runs in the page, so that it may use nothing but its own.

interface PageScope {
  require: (id: string) => { Socket: { logout: () => void; hasSynced?: boolean }; refreshQR: () => void };
  onAppStateHasSyncedEvent?: () => void;
  nexisLeaving?: boolean;
}

/** The page says nothing of how it goes: it forgets its login, then loads itself anew (bundle 2026-04). */
export function logOut(): void {
  const page = globalThis as unknown as PageScope;
  page.nexisLeaving = true;
  page.require('WAWebSocketModel').Socket.logout();
}

/** Whether this is still the document that was told to log out. */
export function isLeaving(): boolean {
  return (globalThis as unknown as PageScope).nexisLeaving === true;
}

/** After its last code a page is idle until it is asked for others. */
export function refreshCode(): void {
  (globalThis as unknown as PageScope).require('WAWebLaunchSocketUtils').refreshQR();
}

/** Tells the library what it hears only while it happens. */
export function tellSynced(): void {
  const page = globalThis as unknown as PageScope;
  const { hasSynced } = page.require('WAWebSocketModel').Socket;
  if (hasSynced === true && !('WWebJS' in page)) page.onAppStateHasSyncedEvent?.();
}
