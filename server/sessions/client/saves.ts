import type { Log } from '../../log.ts';
import type { ClientEvent } from './events.ts';

const ATTEMPTS_MAX = 3;

interface SavesOptions {
  accountId: string;
  log: Log;
  emit: (event: ClientEvent) => void;
  saveLogin: () => Promise<void>;
}

/** Saves a login, one save at a time, and tells how each went. */
export class Saves {
  readonly #options: SavesOptions;
  #running: Promise<void> | undefined;
  #hasSaved = false;

  constructor(options: SavesOptions) {
    this.#options = options;
  }

  get hasSaved(): boolean {
    return this.#hasSaved;
  }

  /** Joins a save that runs. Rejects when it failed. */
  save(): Promise<void> {
    this.#running ??= this.#save().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Resolves when none runs any more, however it went. */
  async settled(): Promise<void> {
    await this.#running?.catch(() => undefined);
  }

  async #save(): Promise<void> {
    const { accountId, emit, log, saveLogin } = this.#options;
    for (let attempt = 1; ; attempt++) {
      try {
        await saveLogin();
        this.#hasSaved = true;
        return emit({ type: 'saved' });
      } catch (error) {
        // A file of a live database may go while it is copied.
        const isMoving = error instanceof Error && 'code' in error && error.code === 'ENOENT';
        if (isMoving && attempt < ATTEMPTS_MAX) continue;
        log.warn({ accountId, attempt, err: error }, 'A login could not be saved.');
        emit({ type: 'save_failed' });
        throw error;
      }
    }
  }
}
