import { rm } from 'node:fs/promises';
import type { SessionState } from '../../shared/whatsapp/session.ts';
import type { Log } from '../log.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import type { Lease, Leases } from './leases.ts';
import { RunningSession, type OpenSession } from './running-session.ts';
import { Fenced, type LoginStore } from './store/login-store.ts';

interface WorkerOptions {
  databaseUrl: string;
  leases: Leases;
  logins: LoginStore;
  log: Log;
  /** `url` is where the API reaches it, internally. */
  worker: { id: string; url: string };
  /** For the profiles of its browsers, and for nothing else; emptied at the start. */
  folder: string;
  capacity: number;
  open: OpenSession;
}

interface Held {
  readonly lease: Lease;
  readonly session: RunningSession;
}

/** Runs the sessions that this process holds a lease of. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #keeper: LeaseKeeper;
  readonly #heldByAccountId = new Map<string, Held>();
  /** Browsers that are still going, by account: one that comes back waits for them. */
  readonly #goingByAccountId = new Map<string, Promise<void>>();

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#keeper = new LeaseKeeper({
      ...options,
      onTaken: (lease) => void this.#run(lease),
      onStop: (accountId) => void this.#end(accountId),
      onLost: (accountId) => this.#drop(accountId),
    });
  }

  /** Rejects when the database can't be reached now. */
  async start(): Promise<void> {
    await rm(this.#options.folder, { recursive: true, force: true });
    await this.#keeper.start();
  }

  /** Saves every login, then gives the sessions back, so that another worker goes on with them. */
  async stop(): Promise<void> {
    await this.#keeper.drain();
    await Promise.all(
      [...this.#heldByAccountId.values()].map(({ session }) => session.happen({ type: 'stop' })),
    );
    await this.#keeper.stop();
    await Promise.all(this.#goingByAccountId.values());
  }

  /** Null: it does not run here. */
  sessionOf(accountId: string): RunningSession | null {
    return this.#heldByAccountId.get(accountId)?.session ?? null;
  }

  async #run(lease: Lease): Promise<void> {
    const { accountId, epoch } = lease;
    await this.#goingByAccountId.get(accountId);
    if (this.#keeper.epochOf(accountId) !== epoch) return;
    const { folder, log, logins, open } = this.#options;
    let saying: Promise<void> = Promise.resolve();
    const session = new RunningSession({
      lease,
      folder,
      log,
      open,
      restore: async (file) => (await logins.restore({ accountId, file })) !== null,
      save: (file) => this.#save(lease, file),
      forgetLogin: () => logins.delete({ accountId, epoch }),
      onState: (state) => {
        saying = saying.then(() => this.#say(lease, state));
      },
      onNews: () => undefined,
    });
    this.#heldByAccountId.set(accountId, { lease, session });
    await session.happen({ type: 'start' });
  }

  async #save({ accountId, epoch }: Lease, file: string): Promise<void> {
    try {
      await this.#options.logins.save({ accountId, epoch, file });
    } catch (error) {
      if (error instanceof Fenced && error.code === 'fenced_epoch') this.#drop(accountId);
      throw error;
    }
  }

  /** Shows a state to its user; one that ended is not started again, here or elsewhere, until they ask for it. Never rejects. */
  async #say(lease: Lease, state: SessionState): Promise<void> {
    const { leases, log } = this.#options;
    const { accountId, userId } = lease;
    try {
      await leases.say(lease, state);
      if (state.status === 'ended') await leases.want(userId, accountId, 'stopped');
    } catch (error) {
      log.warn({ err: error, accountId }, 'A state was not shown.');
    }
  }

  /** The user wants it stopped, or it has ended. */
  async #end(accountId: string): Promise<void> {
    await this.#heldByAccountId.get(accountId)?.session.happen({ type: 'stop' });
    this.#heldByAccountId.delete(accountId);
    await this.#keeper.release(accountId);
  }

  #drop(accountId: string): void {
    const held = this.#heldByAccountId.get(accountId);
    if (!held) return;
    this.#heldByAccountId.delete(accountId);
    const going = held.session.kill().finally(() => {
      if (this.#goingByAccountId.get(accountId) === going) this.#goingByAccountId.delete(accountId);
    });
    this.#goingByAccountId.set(accountId, going);
  }
}
