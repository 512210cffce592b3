import { IDBFactory } from 'fake-indexeddb';
import type { Browser } from 'wxt/browser';
import { api, type Session } from '../../extension/api.ts';
import { Background } from '../../extension/replica/background.ts';
import { connectReplica, type ReplicaClient } from '../../extension/replica/client.ts';
import type { FromScreen, ToScreen } from '../../extension/replica/messaging.ts';
import { Life, type Doom } from './life.ts';
import type { Random } from './random.ts';

/** One person's tab or panel: what they see, and what they do. */
export interface Screen {
  readonly life: Life;
  readonly client: ReplicaClient;
  readonly isConnected: () => boolean;
  /** Says the last thing again, as after a port that broke and was opened anew at once. */
  readonly repeat: () => void;
  readonly close: () => void;
}

/** One browser profile: its disk, the background that runs there while it is awake, its screens. */
export class Installation {
  readonly #random: Random;
  readonly #onPost: (message: ToScreen | FromScreen) => void;
  disk = new IDBFactory();
  isCut = false;
  readonly doom: Doom = { at: null, refusals: 0 };
  /** Who has ever been signed in here. */
  readonly userIds = new Set<string>();
  readonly screens = new Set<Screen>();
  #running: { life: Life; background: Background } | null = null;

  constructor(random: Random, onPost: (message: ToScreen | FromScreen) => void) {
    this.#random = random;
    this.#onPost = onPost;
  }

  get life(): Life | null {
    return this.#running?.life ?? null;
  }

  wake(): { life: Life; background: Background } {
    while (!this.#running) {
      const life = new Life(this.#random, this.disk, this.doom);
      const background = life.run(() => new Background({ api, version: '1.0.0', isOwnPage: () => true }));
      life.onEnd(() => (this.#running = null));
      // It may have died at its very first step.
      if (!life.isOver) this.#running = { life, background };
    }
    return this.#running;
  }

  /** What the browser does each minute, and when the network is back. */
  ring(): void {
    const { life, background } = this.wake();
    void life.run(() => background.device.syncNow());
  }

  signIn(session: Session): void {
    this.userIds.add(session.user.id);
    const { life, background } = this.wake();
    void life.run(() => background.device.authenticate(Promise.resolve(session)));
  }

  signOut(): void {
    const { life, background } = this.wake();
    void life.run(() => background.device.signOut());
  }

  openScreen(): Screen {
    const life = new Life(this.#random, this.disk);
    const abort = new AbortController();
    let port: Port | undefined;
    const client = life.run(() =>
      connectReplica(
        abort.signal,
        () => !life.isOver,
        () => (port = this.#connect(life)) as unknown as Browser.runtime.Port, // Safe: as much of a port as the two ends use.
      ),
    );
    const screen: Screen = {
      life,
      client,
      isConnected: () => port?.isOpen === true,
      repeat: () => port?.repeat(),
      close: () => {
        life.run(() => abort.abort());
        life.end(true);
        this.screens.delete(screen);
      },
    };
    this.screens.add(screen);
    return screen;
  }

  #connect(screen: Life): Port {
    const { life, background } = this.wake();
    const [near, far] = [new Port(screen), new Port(life)];
    near.other = far;
    far.other = near;
    far.onPost = near.onPost = this.#onPost;
    life.onEnd(() => near.drop());
    screen.onEnd(() => far.drop());
    queueMicrotask(() => life.run(() => background.addScreen(far as unknown as Browser.runtime.Port)));
    return near;
  }
}

type Listener = (message: never) => void;

class Port {
  readonly sender = { url: 'extension' };
  readonly #life: Life;
  readonly #listeners: Listener[] = [];
  readonly #onDrop: (() => void)[] = [];
  #last: ToScreen | FromScreen | undefined;
  isOpen = true;
  other: Port | undefined;
  onPost: (message: ToScreen | FromScreen) => void = () => {};
  readonly onMessage = { addListener: (listener: Listener) => void this.#listeners.push(listener) };
  readonly onDisconnect = { addListener: (listener: () => void) => void this.#onDrop.push(listener) };

  constructor(life: Life) {
    this.#life = life;
  }

  postMessage(message: ToScreen | FromScreen): void {
    if (!this.isOpen) throw new Error('the port is closed');
    this.#last = message;
    const copy = structuredClone(message);
    queueMicrotask(() => this.other?.hear(copy) && this.onPost(copy));
  }

  repeat(): void {
    if (this.#last && this.isOpen) this.postMessage(this.#last);
  }

  disconnect(): void {
    this.isOpen = false;
    this.other?.drop();
  }

  drop(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    queueMicrotask(() => {
      if (!this.#life.isOver) this.#life.run(() => this.#onDrop.forEach((listener) => listener()));
    });
  }

  /** Whether anybody was there to hear it. */
  hear(message: ToScreen | FromScreen): boolean {
    if (this.#life.isOver || !this.isOpen) return false;
    this.#life.run(() => this.#listeners.forEach((listener) => listener(message as never)));
    return true;
  }
}
