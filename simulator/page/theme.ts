import type { Theme } from '../protocol.ts';

/** Dark is a class of the body and an entry of localStorage, as in the page. */
export function showTheme(theme: Theme): void {
  document.body.classList.toggle('dark', theme === 'dark');
  localStorage.setItem('theme', JSON.stringify(theme));
}
