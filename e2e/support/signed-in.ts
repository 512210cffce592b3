import type { Page } from 'playwright';
import type { Simulator, SimulatorOptions } from '../../simulator/server.ts';
import { signUp, type Device, type DeviceOptions } from './device.ts';
import { expect, PASSWORD, type Product } from './product.ts';
import { WhatsAppPage } from './whatsapp-page.ts';

export interface SignedIn {
  readonly simulator: Simulator;
  readonly device: Device;
  readonly popup: Page;
  readonly on: WhatsAppPage;
}

/** One person, signed in on one device, with WhatsApp Web in front and its folders loaded. */
export async function signedIn(
  product: Product,
  world: SimulatorOptions = {},
  options: Partial<DeviceOptions> = {},
): Promise<SignedIn> {
  const [simulator] = await Promise.all([product.simulate(world), product.startServer()]);
  const device = await product.device(options);
  const popup = await signUp(device, 'ada@example.com', PASSWORD);
  const on = new WhatsAppPage(await device.openWhatsApp());
  await on.folder(/^All/).waitFor();
  return { simulator, device, popup, on };
}

/** The chats that WhatsApp Web lists, in its order. */
export const listedChats = (simulator: Simulator) =>
  simulator.chats().filter(({ archived, kind }) => !archived && kind !== 'channel');

/** Listed chats of which no other has the name, and that keep their place until a message comes. */
export function plainChats(simulator: Simulator) {
  const listed = listedChats(simulator);
  return listed.filter(
    (chat) => !chat.pinned && listed.filter(({ name }) => name === chat.name).length === 1,
  );
}

/** Nothing of ours may fail in the page, nor break its policy. */
export async function expectQuietPage(page: Page): Promise<void> {
  const said = await page.evaluate(() => [...window.__simErrors, ...window.__simViolations]);
  expect(said).toEqual([]);
}
