import type { Identity } from '../world/make-world.ts';
import { World } from '../world/world.ts';
import { Account, type Device } from './account.ts';

export interface AccountOptions {
  readonly phone: string;
  readonly name: string;
  readonly chats: number;
  readonly channels: number;
  readonly seed: number;
  readonly identity: Identity;
}

export interface Rollback {
  readonly wid: string;
  /** The number that came, and the highest that had been used before. */
  readonly counter: number;
  readonly used: number;
}

/** Every account of one simulator, by its phone. */
export class Accounts {
  readonly first: Account;
  readonly rollbacks: Rollback[] = [];
  readonly #byPhone = new Map<string, Account>();
  readonly #defaults: AccountOptions;

  constructor(defaults: AccountOptions) {
    this.#defaults = defaults;
    this.first = this.#make(defaults);
  }

  all(): Account[] {
    return [...this.#byPhone.values()];
  }

  /** The account of a phone; a new one gets a world of its own. */
  of(options: Pick<AccountOptions, 'phone'> & Partial<AccountOptions>): Account {
    const seed = this.#defaults.seed + 1000 * this.#byPhone.size;
    const name = `Account ${options.phone.slice(-4)}`;
    return this.#byPhone.get(options.phone) ?? this.#make({ ...this.#defaults, seed, name, ...options });
  }

  withDevice(token: string): { account: Account; device: Device } | undefined {
    for (const account of this.all()) {
      const device = account.devices.get(token);
      if (device) return { account, device };
    }
    return undefined;
  }

  /** Takes a number of a device; false and the end of its login when it was used before. */
  advance(account: Account, device: Device, counter: number): boolean {
    if (counter > device.counter) {
      device.counter = counter;
      return true;
    }
    this.rollbacks.push({ wid: account.world.me.wid, counter, used: device.counter });
    account.remove(device, 'bad_mac');
    return false;
  }

  #make(options: AccountOptions): Account {
    const { phone, name, ...rest } = options;
    const account = new Account(new World({ ...rest, me: { phone, name } }));
    this.#byPhone.set(phone, account);
    return account;
  }
}
