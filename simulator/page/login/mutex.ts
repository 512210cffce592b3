const MUTEX = 'whatsapp-mutex';

/** Of the tabs of one profile the one that came last is connected. */
export function takeMutex(lost: () => void): void {
  const mine = JSON.stringify(crypto.randomUUID());
  localStorage.setItem(MUTEX, mine);
  function follow(event: StorageEvent): void {
    if (event.key !== MUTEX || event.newValue === null || event.newValue === mine) return;
    window.removeEventListener('storage', follow);
    lost();
  }
  window.addEventListener('storage', follow);
}
