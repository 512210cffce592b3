import type { ChildProcess } from 'node:child_process';
import type { ClientEvent } from './events.ts';

/** A function that runs in the page: it may use nothing but its arguments. */
export type Script<Args extends unknown[], T> = (...args: Args) => T | Promise<T>;

/** What the library says of its own. */
export type LibraryEvent = Exclude<
  ClientEvent,
  {
    type:
      | 'needs_passkey'
      | 'socket'
      | 'saved'
      | 'save_failed'
      | 'login_refused'
      | 'pairing_expired'
      | 'client_outdated'
      | 'unread_total'
      | 'lost';
  }
>;

/** What a session uses of whatsapp-web.js and its browser. */
export interface Library {
  process(): ChildProcess | undefined;
  evaluate<Args extends unknown[], T>(script: Script<Args, T>, ...args: Args): Promise<T>;
  evaluateSource(source: string): Promise<unknown>;
  inject(): Promise<void>;
  /** Undefined when it knows no id of what it sent. */
  sendText(chatId: string, text: string): Promise<string | undefined>;
  phone(): string;
  closeBrowser(): Promise<void>;
  /** Zips the login and hands it to `save`. */
  saveLogin(): Promise<void>;
}
