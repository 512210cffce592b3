import { chmod, copyFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '../log.ts';
import { inTime } from './in-time.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import type { Lease, Leases } from './leases.ts';
import { answer } from './answers.ts';
import type { Media } from './client.ts';
import type { CallAnswer, SessionCall } from './calls.ts';
import { Upkeep, type Kept, type UpkeepTimes } from './upkeep.ts';
import { RunningSession, type ClientNews, type OpenSession } from './running-session.ts';
import { Sends } from './sends.ts';
import { Teller } from './session-news.ts';
import { StateWriter } from './state-writer.ts';
import { Fenced, type LoginStore } from './store/login-store.ts';

/** A supervisor kills what takes longer to stop, and 30 seconds are usual. */
const STOP_MS_MAX = 25_000;
const SAY_MS_MAX = 5000;

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
  /** How many browsers and pages load at a time, so that a deploy is no storm. */
  startsMax: number;
  open: OpenSession;
  upkeep?: UpkeepTimes;
}

interface Held extends Kept {
  readonly sends: Sends;
  readonly states: StateWriter;
}

function tell(teller: Teller, news: ClientNews): void {
  if (news.type === 'unread_total') teller.unread({ chats: news.chats, messages: news.messages });
  else teller.chat(news.chatId, news.type === 'message' && news.isIncoming);
}

/** Runs the sessions that this process holds a lease of. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #keeper: LeaseKeeper;
  readonly #upkeep: Upkeep;
  #isStopping = false;
  readonly #heldByAccountId = new Map<string, Held>();
  /** Logins of sessions that were lost, as they were at the end. */
  readonly #keptByAccountId = new Map<string, { epoch: number; file: string }>();
  /** Browsers that are still going, by account: one that comes back waits for them. */
  readonly #goingByAccountId = new Map<string, Promise<void>>();

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#keeper = new LeaseKeeper({
      ...options,
      onTaken: (lease) => void this.#run(lease),
      onStop: (accountId) => void this.#end(accountId),
      onDeleted: (accountId) => void this.#leave(accountId),
      onLost: (accountId) => this.#drop(accountId),
      starting: () => this.#starting(),
    });
    this.#upkeep = new Upkeep({
      ...options,
      ...options.upkeep,
      kept: () => [...this.#heldByAccountId.values()],
    });
  }

  /** Rejects when the database can't be reached now. */
  async start(): Promise<void> {
    await rm(this.#options.folder, { recursive: true, force: true });
    await this.#keeper.start();
    this.#upkeep.start();
  }

  /** Saves every login, then gives the sessions back, so that another worker goes on with them. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#upkeep.stop();
    await this.#keeper.drain();
    const ended = Promise.all([...this.#heldByAccountId.values()].map((held) => this.#finish(held, true)));
    await inTime(ended, STOP_MS_MAX).catch((error: unknown) =>
      this.#options.log.error({ err: error }, 'Not every session was saved before the end.'),
    );
    for (const accountId of this.#heldByAccountId.keys()) this.#drop(accountId);
    await this.#keeper.stop();
    await Promise.all(this.#goingByAccountId.values());
  }

  /** Null: it does not run here. */
  sessionOf(accountId: string): RunningSession | null {
    return this.#heldByAccountId.get(accountId)?.session ?? null;
  }

  /** What the API asks of an account. Null: it does not run here. */
  async answer(accountId: string, call: SessionCall): Promise<CallAnswer | Media | null> {
    const held = this.#heldByAccountId.get(accountId);
    if (!held || held.session.isEnding) return null;
    if (call.type !== 'view') held.usedMs = performance.now();
    // Who sees that it has ended may start it again, and is not to be overtaken by its end.
    if (call.type === 'view') await held.states.settled;
    const said = await answer(held.session, held.sends, call);
    if (call.type === 'log_out') await this.#options.leases.forgetConsent(held.lease);
    return said;
  }

  async #run(lease: Lease): Promise<void> {
    const { accountId, epoch } = lease;
    await this.#goingByAccountId.get(accountId);
    if (this.#keeper.epochOf(accountId) !== epoch || this.#isStopping) return;
    const { folder, leases, log, logins, open } = this.#options;
    const teller = new Teller(lease, leases, log);
    let restored: number | null = null;
    const session = new RunningSession({
      lease,
      folder,
      log,
      open,
      restore: async (file) => {
        const found = await this.#restore(lease, file);
        restored = found?.generation ?? null;
        return found !== null;
      },
      save: (file) =>
        this.#heldByAccountId.get(accountId) === held ? this.#save(lease, file) : this.#keep(lease, file),
      forgetLogin: () => logins.delete({ accountId, epoch }),
      // What this worker had kept by itself is gone by now, and what is stored was not tried.
      dropLogin: async () => restored === null || logins.drop({ accountId, epoch, generation: restored }),
      onState: (state) => {
        held.states.write(state);
        teller.state();
        if (state.status === 'connected') this.#upkeep.connected(held);
        if (state.status !== 'starting') this.#keeper.wake();
      },
      onLoaded: () => this.#keeper.wake(),
      onNews: (news) => tell(teller, news),
    });
    const held: Held = {
      lease,
      session,
      sends: new Sends(lease, leases, log),
      states: new StateWriter(lease, leases, log),
      usedMs: performance.now(),
    };
    this.#heldByAccountId.set(accountId, held);
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

  /** Of a session that was lost: nobody else is given it, and this worker uses it only when nobody came between. */
  async #keep({ accountId, epoch }: Lease, file: string): Promise<void> {
    const kept = path.join(this.#options.folder, `${accountId}.zip`);
    await copyFile(file, kept);
    await chmod(kept, 0o600);
    this.#keptByAccountId.set(accountId, { epoch, file: kept });
  }

  /** The newest login that there is; its generation is null when this worker has kept it. Null: there is none. */
  async #restore({ accountId, epoch }: Lease, file: string): Promise<{ generation: number | null } | null> {
    const kept = this.#keptByAccountId.get(accountId);
    this.#keptByAccountId.delete(accountId);
    if (kept?.epoch === epoch - 1) {
      await rename(kept.file, file);
      return { generation: null };
    }
    if (kept) await rm(kept.file, { force: true });
    return this.#options.logins.restore({ accountId, file });
  }

  /** The user wants it stopped, or it has ended. */
  async #end(accountId: string): Promise<void> {
    const held = this.#heldByAccountId.get(accountId);
    if (!held) return this.#keeper.release(accountId);
    await this.#finish(held, false);
    if (this.#heldByAccountId.get(accountId) !== held) return; // It was lost meanwhile.
    this.#heldByAccountId.delete(accountId);
    await this.#keeper.release(accountId);
  }

  /** Saved, stopped, and said so. */
  async #finish({ session, states }: Held, isLast: boolean): Promise<void> {
    await session.end({ isLast });
    await inTime(states.settled, SAY_MS_MAX).catch(() => undefined); // It was told; the next holder says how it is.
  }

  #starting(): number {
    const sessions = [...this.#heldByAccountId.values()].map(({ session }) => session);
    return sessions.filter(({ isLoading }) => isLoading).length;
  }

  /** The phone is told that the device is gone. */
  async #leave(accountId: string): Promise<void> {
    await this.#heldByAccountId
      .get(accountId)
      ?.session.logOut()
      .catch(() => undefined); // Its login went with its account.
    this.#drop(accountId);
  }

  #drop(accountId: string): void {
    const held = this.#heldByAccountId.get(accountId);
    if (!held) return;
    this.#heldByAccountId.delete(accountId);
    held.states.stop();
    const going = held.session.kill().finally(() => {
      if (this.#goingByAccountId.get(accountId) === going) this.#goingByAccountId.delete(accountId);
    });
    this.#goingByAccountId.set(accountId, going);
  }
}
