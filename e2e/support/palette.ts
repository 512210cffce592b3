import type { Browser } from 'wxt/browser';
import type { Device } from './device.ts';

/** What the background has of the browser's shortcuts. */
export interface CommandsGlobal {
  readonly chrome: {
    readonly tabs: { query: (wanted: { url: string }) => Promise<Browser.tabs.Tab[]> };
    readonly commands: {
      getAll: () => Promise<Browser.commands.Command[]>;
      onCommand: { dispatch: (command: string, tab: Browser.tabs.Tab | undefined) => void };
    };
  };
}

/** What the browser does at Alt+Shift+K; a browser that is driven hears no shortcut of its own. */
export async function pressPaletteShortcut(device: Device): Promise<void> {
  const background = await device.background();
  await background.evaluate(async () => {
    const { tabs, commands } = (globalThis as unknown as CommandsGlobal).chrome;
    const [tab] = await tabs.query({ url: 'https://web.whatsapp.com/*' });
    commands.onCommand.dispatch('palette', tab);
  });
}
