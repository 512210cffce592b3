import type { Device } from './device.ts';

/** What a tab of WhatsApp Web tells the extension's own pages of itself. */
export interface PageReport {
  readonly state: string;
  readonly lost: readonly string[];
  readonly report: string;
}

/** Listens to the background as a side panel does. Each report that the first tab makes is called back with, and the last is kept. */
export async function reportsOf(
  device: Device,
  hear: (page: PageReport) => void = () => {},
): Promise<{ last: () => PageReport | undefined }> {
  let last: PageReport | undefined;
  const panel = await device.context.newPage();
  await panel.goto(`chrome-extension://${device.extensionId}/sidepanel.html`);
  await panel.exposeFunction('told', (page: PageReport) => {
    last = page;
    hear(page);
  });
  await panel.evaluate(() => {
    interface Message {
      readonly type: string;
      readonly state?: { readonly pages: readonly unknown[] };
    }
    const { chrome, told } = globalThis as unknown as {
      told: (page: unknown) => void;
      chrome: {
        runtime: {
          connect: (options: { name: string }) => {
            onMessage: { addListener: (hear: (message: Message) => void) => void };
          };
        };
      };
    };
    chrome.runtime.connect({ name: 'nexischat:screen' }).onMessage.addListener(({ type, state }) => {
      if (type === 'state' && state?.pages[0]) told(state.pages[0]);
    });
  });
  return { last: () => last };
}
