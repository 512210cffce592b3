import type { Page } from 'playwright';
import type { Device } from './device.ts';

/** The side panel, as wide as a browser shows it. */
export async function openSidePanel({ context, extensionId }: Device): Promise<Page> {
  const panel = await context.newPage();
  await panel.setViewportSize({ width: 380, height: 700 });
  await panel.goto(`chrome-extension://${extensionId}/sidepanel.html`);
  return panel;
}
