import type { Page } from 'playwright';

/** What a tab of WhatsApp Web tells the extension's own pages of itself. */
export interface PageReport {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `closed`: no such tab is there. */
  readonly state: string;
  readonly lost: readonly string[];
  readonly report: string;
}

export interface Reports {
  readonly all: () => readonly PageReport[];
  readonly last: () => PageReport | undefined;
  readonly forget: () => void;
}

/** Listens to the background from a page of the extension. Each report of the first tab is called back with, and kept. */
export async function reportsOf(
  screen: Page,
  hear: (report: PageReport) => void = () => {},
): Promise<Reports> {
  let all: PageReport[] = [];
  await screen.exposeFunction('told', (report: PageReport) => {
    all.push(report);
    hear(report);
  });
  await screen.evaluate(() => {
    interface Message {
      readonly type: string;
      readonly state: { readonly pages: readonly Omit<PageReport, 'at'>[] };
    }
    const { chrome, told } = globalThis as unknown as {
      told: (report: PageReport) => void;
      chrome: {
        runtime: {
          connect: (options: { name: string }) => {
            onMessage: { addListener: (hear: (message: Message) => void) => void };
          };
        };
      };
    };
    chrome.runtime.connect({ name: 'nexischat:screen' }).onMessage.addListener(({ type, state }) => {
      if (type !== 'state') return;
      const { state: of, lost, report } = state.pages[0] ?? { state: 'closed', lost: [], report: '' };
      told({ at: Date.now(), state: of, lost, report });
    });
  });
  return {
    all: () => all,
    last: () => all.at(-1),
    forget: () => {
      all = [];
    },
  };
}
