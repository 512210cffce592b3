import type { Credentials } from './credentials.ts';

let opened: Credentials | undefined;

/** The login of this page, once it is open. */
export const session = {
  open(credentials: Credentials): void {
    opened = credentials;
  },
  credentials(): Credentials {
    if (!opened) throw new Error('the login is not open yet');
    return opened;
  },
  async nextCounter(): Promise<number | undefined> {
    return opened?.isRegistered() ? opened.nextCounter() : undefined;
  },
};
