import { randomBytes } from 'node:crypto';
import type { RemovedReason, ServerMessage } from '../protocol.ts';
import type { World } from '../world/world.ts';
import type { Page } from './page.ts';

/** A browser that is linked to an account. */
export interface Device {
  readonly token: string;
  /** The public key that its logins are signed for. */
  readonly pub: string;
  /** The highest number this device has used; a lower one comes from an older copy of the login. */
  counter: number;
  /** Messages that came while nobody heard them here. */
  missed: ServerMessage[];
}

/** One WhatsApp account: what its servers know, the linked devices, and their open connections. */
export class Account {
  readonly world: World;
  readonly devices = new Map<string, Device>();
  readonly pages = new Set<Page>();
  /** How often a connection was replaced by another with the same login. */
  replaced = 0;

  constructor(world: World) {
    this.world = world;
  }

  link(page: Page): Device {
    const device = {
      token: randomBytes(16).toString('base64url'),
      pub: page.keys?.pub ?? '',
      counter: 0,
      missed: [],
    };
    this.devices.set(device.token, device);
    return device;
  }

  /** Ends a login for good; its page hears why. */
  remove(device: Device, reason: RemovedReason): void {
    this.devices.delete(device.token);
    for (const page of [...this.pages].filter((each) => each.device === device)) {
      page.say({ type: 'removed', reason });
      page.leave();
    }
  }

  /** The page is logged in; another connection with the same login is replaced. */
  enter(page: Page, device: Device): void {
    for (const other of [...this.pages].filter((each) => each.device === device)) {
      this.replaced += 1;
      other.say({ type: 'replaced' });
      other.leave();
    }
    page.account = this;
    page.device = device;
    this.pages.add(page);
  }

  broadcast(message: ServerMessage, except?: Page): void {
    const text = JSON.stringify(message);
    const reached = new Set<Device | undefined>();
    for (const page of this.pages) {
      if (page === except || page.tell(text)) reached.add(page.device);
    }
    if (message.type !== 'msg') return;
    for (const device of this.devices.values()) if (!reached.has(device)) device.missed.push(message);
  }
}
