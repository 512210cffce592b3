// Each runs in the page, so that it may use nothing but its own.

interface PageScope {
  require: (id: string) => { Socket: { logout: () => void }; refreshQR: () => void };
  onAppStateHasSyncedEvent?: () => void;
}

/** The page says nothing of how it goes: it forgets its login, then loads itself anew (bundle 2026-04). */
export function logOut(): void {
  (globalThis as unknown as PageScope).require('WAWebSocketModel').Socket.logout();
}

/** After its last code a page is idle until it is asked for others. */
export function refreshCode(): void {
  (globalThis as unknown as PageScope).require('WAWebLaunchSocketUtils').refreshQR();
}

/** Tells the library what it hears only while it happens. */
export function tellSynced(): void {
  (globalThis as unknown as PageScope).onAppStateHasSyncedEvent?.();
}
