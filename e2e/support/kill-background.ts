import type { BrowserContext, JSHandle } from 'playwright';
import type { Connected, Line } from './replica-in-page.ts';

/** The start of the background's present life; another one has another. Answers when it runs. */
export async function lifeOf(context: BrowserContext): Promise<number> {
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  return worker.evaluate(() => performance.timeOrigin);
}

/** Returns what ends the background at once, as the browser itself may at any moment. */
export async function backgroundKiller(context: BrowserContext): Promise<() => Promise<void>> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('no browser behind the context');
  const { targetInfos } = await session.send('Target.getTargets');
  const background = targetInfos.find(
    ({ type, url }) => type === 'service_worker' && url.startsWith('chrome-extension://'),
  );
  if (!background) throw new Error('no background');
  // A watched background keeps its target over its lives.
  return async () => {
    await session.send('Target.closeTarget', { targetId: background.targetId });
  };
}

/** Ends the background once a screen hears it; resolves when the screen knows that it is gone, and has not called it back. */
export async function killUnder(screen: JSHandle<Connected>, kill: () => Promise<void>): Promise<void> {
  const line = await screen.evaluateHandle(async ({ lines }): Promise<Line> => {
    for (;;) {
      const last = lines.at(-1);
      if (last?.heardAt !== undefined && last.closedAt === undefined) return last;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  });
  await kill();
  await line.evaluate(async (each) => {
    while (each.closedAt === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
  });
}
