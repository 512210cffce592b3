import type { WhatsAppPage } from './whatsapp-page.ts';

/** Milliseconds from the press to the first frame whose list holds `count` chats, and draws as many of them as fit. */
export async function switchTo(on: WhatsAppPage, name: RegExp, count: number): Promise<number> {
  const tab = on.folder(name);
  const time = tab.evaluate(
    (element, wanted) =>
      new Promise<number>((resolve) => {
        element.addEventListener(
          'pointerdown',
          (event) => {
            const from = event.timeStamp;
            const look = () => {
              const grid = document.querySelector('#pane-side [role="grid"]');
              const rows = grid?.querySelectorAll('[role="row"]').length ?? 0;
              const isRight =
                grid?.getAttribute('aria-rowcount') === String(wanted) && rows >= Math.min(wanted, 8);
              if (isRight) resolve(performance.now() - from);
              else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
          },
          { once: true },
        );
      }),
    count,
  );
  await tab.click();
  return time;
}
