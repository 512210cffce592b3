import { rm } from 'node:fs/promises';
import type { Log } from '../../log.ts';
import type { ClientEvent, Deadlines, SocketState } from './events.ts';
import { inTime, Late, pause } from '../in-time.ts';
import { Hearing } from './hearing.ts';
import type { Library, LibraryEvent, Script } from './library.ts';
import { isToldLogout } from './logout.ts';
import { refreshCode, tellSynced } from './page-commands.ts';
import { readUnreadTotal } from './page-chats.ts';
import { readAcks, readUnsent } from './page-messages.ts';
import { sourceOf, type PageScript } from './page-script.ts';
import {
  claimDocument,
  parseStatus,
  parseUnread,
  readStatus,
  socketStateOf,
  type PageStatus,
} from './page-status.ts';
import { gone, killTree } from './process-tree.ts';
import { written } from './quiet.ts';
import { Saves } from './saves.ts';

interface SessionOptions {
  accountId: string;
  folder: string;
  profile: string;
  deadlines: Deadlines;
  log: Log;
  emit: (event: ClientEvent) => void;
  library: Library;
  signal: AbortSignal;
  isRestored: boolean;
  hasCode: boolean;
}

/** One WhatsApp login in one Chromium. */
export class Session {
  readonly #options: SessionOptions;
  readonly #library: Library;
  readonly #saves: Saves;
  readonly #hearing: Hearing;
  readonly #ended = new AbortController();
  #movedOn = new AbortController();
  #isLeaving = false;
  #isReady = false;
  /** It has a login that is worth keeping. */
  #isLinked: boolean;
  #isAuthenticated = false;
  /** It has left the blank page that a browser begins with. */
  #hasPage = false;
  /** When the library was told of the sync in this document. */
  #syncToldMs = -Infinity;
  #isPasskeyTold = false;
  #isPairing = false;
  #deadline: { atMs: number; end: () => void };
  #socket: SocketState | undefined;
  #shown = '';
  #unread = '';
  #injecting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#library = options.library;
    this.#saves = new Saves({ ...options, saveLogin: () => this.#library.saveLogin() });
    const readAcksNow = (ids: string[]) => this.run(readAcks, ids);
    this.#hearing = new Hearing({ deadlines: options.deadlines, readAcks: readAcksNow });
    this.#isLinked = options.isRestored;
    this.#deadline = this.#startDeadline();
  }

  get browserPid(): number | undefined {
    return this.#library.process()?.pid;
  }

  /** Looks at the page from now on, until it is over. */
  watch(): void {
    const { signal } = this.#options;
    const abort = () => this.lose('failed', 'aborted');
    signal.addEventListener('abort', abort, { signal: this.#ended.signal });
    if (signal.aborted) abort();
    void gone(this.#library.process()).then(() => this.lose('exited'));
    void this.#look();
  }

  /** Runs a script in the page. Rejects with Late when it takes too long, and when the session is over. */
  call<Args extends unknown[], T>(script: Script<Args, T>, ...args: Args): Promise<T> {
    return inTime(this.#library.evaluate(script, ...args), this.#options.deadlines.call, this.#ended.signal);
  }

  /** The same for a script of several functions. */
  run<Args extends readonly unknown[]>(script: PageScript<Args, unknown>, ...args: Args): Promise<unknown> {
    const answer = this.#library.evaluateSource(sourceOf(script, args));
    return inTime(answer, this.#options.deadlines.call, this.#ended.signal);
  }

  /** Returns the message's id. Rejects when it is not known that it was sent. */
  async send(chatId: string, text: string): Promise<string> {
    const id = await inTime(
      this.#library.sendText(chatId, text),
      this.#options.deadlines.call,
      this.#ended.signal,
    ).catch(async (error: unknown) => {
      if (error instanceof Late) this.#hearing.unsent(await this.run(readUnsent, chatId).catch(() => []));
      throw error;
    });
    if (id === undefined) throw new Error('The page did not say what it sent.');
    this.#hearing.sent(id);
    return id;
  }

  /** The user's own logout: the phone's list of devices forgets this one. Returns whether the page did it in time. */
  async logout(): Promise<boolean> {
    this.#isLeaving = true;
    const { deadlines } = this.#options;
    const isDone = await isToldLogout({ library: this.#library, deadlines, ended: this.#ended.signal });
    if (!isDone)
      this.#options.log.warn({ accountId: this.#options.accountId }, 'A logout was not confirmed.');
    this.#isLinked = false;
    await this.stop({ save: false });
    this.#options.emit({ type: 'logged_out' });
    return isDone;
  }

  /** Saves the login as it is now. Rejects when it could not. */
  async save(): Promise<void> {
    if (!this.#isLinked) throw new Error('There is no login to save.');
    await this.#saves.save();
  }

  /** Ends the browser, then saves. Rejects when it could not save: the profile is still there then, and `save` and `stop` can be tried again. */
  stop({ save }: { save: boolean }): Promise<void> {
    this.#stopping ??= this.#stop(save).catch((error: unknown) => {
      this.#stopping = undefined;
      throw error;
    });
    return this.#stopping;
  }

  /** Something came from WhatsApp, whatever it is. */
  hearSomething(): void {
    this.#hearing.heard();
  }

  /** Whether the library may take the word that a page has synced: one that takes it twice at once fails in the page. */
  takesSync(): boolean {
    if (this.#isOver() || this.#isAtWork()) return false;
    this.#syncToldMs = performance.now();
    return true;
  }

  /** How far a message of one's own is. */
  acknowledged(id: string, ack: number): void {
    this.#hearing.acknowledged(id, ack);
  }

  /** Of the library: what it says counts for nothing after the end, and some of it only once. */
  heard(event: LibraryEvent): void {
    if (this.#isOver()) return;
    switch (event.type) {
      case 'qr':
      case 'code':
        return this.#showCode(event);
      case 'authenticated':
        return this.#linked();
      case 'progress':
        if (!this.#isReady) this.#deadline = this.#readyDeadline();
        break;
      case 'ready':
        return this.#ready();
      case 'logged_out':
        return this.#loggedOut();
      case 'message':
      case 'unread':
        break;
    }
    this.#options.emit(event);
  }

  /** Injects the library once in each document. Never rejects. */
  inject(): Promise<void> {
    if (this.#isOver()) return Promise.resolve();
    this.#injecting ??= this.#inject().finally(() => (this.#injecting = undefined));
    return this.#injecting;
  }

  /** The browser is of no use any more: ends it. What it has written can still be saved. */
  lose(cause: Extract<ClientEvent, { type: 'lost' }>['cause'], detail?: string): void {
    if (this.#ended.signal.aborted) return;
    const isTold = !this.#isLeaving;
    this.#end();
    killTree(this.#library.process(), this.#options.folder);
    if (isTold) this.#options.emit({ type: 'lost', cause, ...(detail !== undefined && { detail }) });
  }

  #isOver(): boolean {
    return this.#isLeaving || this.#ended.signal.aborted;
  }

  #end(): void {
    this.#ended.abort(new Error('The session is over.'));
  }

  /** Ends with an event; the browser is left to `stop`. */
  #endWith(event: ClientEvent): void {
    if (this.#isOver()) return;
    this.#end();
    this.#options.emit(event);
  }

  async #inject(): Promise<void> {
    try {
      if (!(await this.#library.evaluate(claimDocument))) return;
      this.#syncToldMs = -Infinity;
      await this.#library.inject();
      this.#tellPage(tellSynced);
    } catch (error) {
      // The library throws strings. A document that was left while it injected is followed by another look.
      if (error === 'auth timeout') this.lose('failed', 'no_whatsapp');
      else this.#options.log.debug({ accountId: this.#options.accountId, err: error }, 'Not injected.');
    }
  }

  async #look(): Promise<void> {
    const { deadlines } = this.#options;
    while (!this.#isOver()) {
      try {
        const status = await inTime(this.#library.evaluate(readStatus), deadlines.answer);
        if (!this.#isOver()) this.#take(parseStatus(status));
        if (this.#isReady && !this.#isOver()) {
          await inTime(this.#listen(parseStatus(status)), deadlines.answer);
        }
      } catch (error) {
        if (error instanceof Late) this.lose('hung');
        // Else the document was just left.
      }
      if (performance.now() > this.#deadline.atMs && !this.#isReady && !this.#isOver()) this.#deadline.end();
      await pause(this.#isReady ? deadlines.lookReady : deadlines.lookStarting, this.#ended.signal);
    }
  }

  async #listen({ hasSynced, hasLibrary }: PageStatus): Promise<void> {
    if (this.#socket !== 'connected' || !hasSynced || !hasLibrary) return this.#hearing.rest();
    if (await this.#hearing.isDeaf()) return this.lose('deaf');
    const { chats, messages } = parseUnread(await this.run(readUnreadTotal));
    const unread = `${chats} ${messages}`;
    if (unread === this.#unread || this.#isOver()) return;
    this.#unread = unread;
    this.#hearing.heard();
    this.#options.emit({ type: 'unread_total', chats, messages });
  }

  #take(status: PageStatus): void {
    this.#hasPage ||= !status.isBlank;
    // What is injected into the blank page would end up in the next one, which does not say so.
    if (!status.isInjected && this.#hasPage) void this.inject();
    if (status.state === 'DEPRECATED_VERSION') return this.#endWith({ type: 'client_outdated' });
    const isUnpaired = status.state.startsWith('UNPAIRED');
    if (isUnpaired && this.#isLinked) return this.#unpaired();
    if (this.#isPairing && status.state === 'CONNECTED') {
      this.#isPairing = false;
      // The library says it only when everything has arrived.
      this.#linked();
    }
    this.#wake(status);
    if (status.state === 'UNPAIRED_IDLE' && !this.#options.hasCode) this.#tellPage(refreshCode);
    this.#askPasskey(status.isPasskeyAsked);
    this.#tellSocket(socketStateOf(status));
  }

  /** A page that has synced before the library listened never tells it; one that was told is at work, and gets its time. */
  #wake({ hasSynced, hasLibrary, isInjected }: PageStatus): void {
    const isUnheard = hasSynced && !hasLibrary && isInjected && !this.#injecting;
    if (isUnheard && !this.#isAtWork()) this.#tellPage(tellSynced);
  }

  #isAtWork(): boolean {
    return performance.now() - this.#syncToldMs < this.#options.deadlines.answer;
  }

  /** Runs a script whose failing is seen at the next look. */
  #tellPage(script: () => void): void {
    const { accountId, log } = this.#options;
    void this.call(script).catch((error: unknown) => log.debug({ accountId, err: error }, 'Not taken.'));
  }

  #askPasskey(isAsked: boolean): void {
    if (isAsked && !this.#isPasskeyTold) this.#options.emit({ type: 'needs_passkey' });
    this.#isPasskeyTold = isAsked;
  }

  #tellSocket(state: SocketState | undefined): void {
    if (state === undefined || state === this.#socket) return;
    // An older login than the one that connected last is of no use to WhatsApp.
    if (this.#isReady && state === 'connected' && this.#socket === 'opening') this.#movedOn.abort();
    this.#socket = state;
    this.#hearing.heard();
    this.#options.emit({ type: 'socket', state });
  }

  #showCode(event: Extract<ClientEvent, { type: 'qr' | 'code' }>): void {
    // A page with a login shows none, unless it has just lost it.
    if (this.#isLinked) return this.#unpaired();
    const shown = event.type === 'qr' ? event.qr : event.code;
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (!this.#isPairing) {
      this.#isPairing = true;
      const end = () => this.#endWith({ type: 'pairing_expired' });
      this.#deadline = { atMs: performance.now() + this.#options.deadlines.pairing, end };
    }
    this.#options.emit(event);
  }

  #linked(): void {
    this.#isLinked = true;
    if (this.#isAuthenticated) return;
    this.#isAuthenticated = true;
    this.#deadline = this.#readyDeadline();
    this.#options.emit({ type: 'authenticated' });
  }

  #ready(): void {
    if (this.#isReady) return;
    this.#isReady = true;
    this.#options.emit({ type: 'ready', phone: this.#library.phone() });
    void this.#keepSaving();
  }

  /** WhatsApp itself has ended the login. */
  #loggedOut(): void {
    if (!this.#isLinked) return;
    this.#isLinked = false;
    this.#endWith({ type: 'logged_out' });
  }

  /** The page has no login, and does not say why. */
  #unpaired(): void {
    if (!this.#options.isRestored || this.#isReady) return this.#loggedOut();
    this.#isLinked = false;
    this.#endWith({ type: 'login_refused' });
  }

  #startDeadline() {
    const end = () => this.lose('failed', 'start_timeout');
    return { atMs: performance.now() + this.#options.deadlines.start, end };
  }

  #readyDeadline() {
    const end = () => this.lose('failed', 'ready_timeout');
    return { atMs: performance.now() + this.#options.deadlines.ready, end };
  }

  /** Resolves when Chromium has written what it writes late, or that took too long. */
  #written(limitMs: number): Promise<void> {
    const { deadlines, profile } = this.#options;
    return written(profile, { quietMs: deadlines.quiet, limitMs, signal: this.#ended.signal });
  }

  async #keepSaving(): Promise<void> {
    const { backup, quietMax } = this.#options.deadlines;
    while (!this.#isOver()) {
      await this.#written(quietMax);
      await this.save().catch(() => undefined); // It was told.
      await pause(backup, AbortSignal.any([this.#ended.signal, this.#movedOn.signal]));
      this.#movedOn = new AbortController();
    }
  }

  async #stop(save: boolean): Promise<void> {
    const { deadlines, folder } = this.#options;
    // A headless shell that is closed writes nothing more: a login that was just linked would be lost.
    if (save && this.#isLinked && !this.#saves.hasSaved) await this.#written(deadlines.writtenMax);
    this.#end();
    await this.#saves.settled();
    const leader = this.#library.process();
    await inTime(this.#library.closeBrowser(), deadlines.close).catch(() => undefined);
    killTree(leader, folder);
    await gone(leader);
    if (save && this.#isLinked) await this.save();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
