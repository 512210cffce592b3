import type { Page } from 'playwright';
import type { ToScreen } from '../../extension/replica/messaging.ts';
import { PASSWORD } from '../support/product.ts';
import type { ScreenGlobal } from '../support/screen-port.ts';

/** Both since the click on "Sign in": when a screen hears who is signed in, and when it has so many rows. */
export async function watchSignIn(
  popup: Page,
  rows: number,
): Promise<{ signedInMs: number; shownMs: number }> {
  await popup.getByLabel('E-mail').fill('ada@example.com');
  await popup.getByLabel('Password').fill(PASSWORD);
  const times = popup.evaluate(
    (wanted) =>
      new Promise<{ signedInMs: number; shownMs: number }>((resolve) => {
        const port = (globalThis as ScreenGlobal).chrome.runtime.connect({ name: 'nexischat:screen' });
        let clickedMs = 0;
        let signedInMs = NaN;
        const ids = new Set<string>();
        addEventListener('submit', ({ timeStamp }) => (clickedMs = timeStamp), true);
        port.onMessage.addListener((message: ToScreen) => {
          const nowMs = performance.now() - clickedMs;
          if (message.type === 'state' && message.state.user && Number.isNaN(signedInMs)) signedInMs = nowMs;
          if (message.type !== 'rows') return;
          if (message.isReset) ids.clear();
          for (const { id } of message.changes) ids.add(id);
          if (ids.size < wanted) return;
          port.disconnect();
          resolve({ signedInMs, shownMs: nowMs });
        });
      }),
    rows,
  );
  await popup.getByRole('button', { name: 'Sign in', exact: true }).click();
  return times;
}
