import * as z from 'zod';
import type { Deadlines } from './events.ts';

interface HearingOptions {
  deadlines: Pick<Deadlines, 'ack' | 'silence'>;
  readAcks: (ids: string[]) => Promise<unknown>;
}

const WAITING = 0;
const SENT = 1;
const ids = z.array(z.string().max(300)).max(20);
const acks = z.array(z.number().nullable());

/** Whether a session that says it is connected still hears WhatsApp (F14). */
export class Hearing {
  readonly #options: HearingOptions;
  #heardMs = performance.now();
  /** When each of one's own messages was sent that the server has not said to have. */
  readonly #sentMsById = new Map<string, number>();

  constructor(options: HearingOptions) {
    this.#options = options;
  }

  /** Something has come from outside. */
  heard(): void {
    this.#heardMs = performance.now();
  }

  sent(id: string): void {
    this.#sentMsById.set(id, performance.now());
  }

  /** What the page has tried to send, and does not know to be sent. */
  unsent(value: unknown): void {
    for (const id of ids.safeParse(value).data ?? []) if (!this.#sentMsById.has(id)) this.sent(id);
  }

  acknowledged(id: string, ack: number): void {
    this.heard();
    if (ack >= SENT) this.#sentMsById.delete(id);
  }

  /** Nothing can be heard now, and nothing of that is deafness. */
  rest(): void {
    this.heard();
    for (const id of this.#sentMsById.keys()) this.sent(id);
  }

  /** Rejects when the page can't be asked. */
  async isDeaf(): Promise<boolean> {
    const { deadlines, readAcks } = this.#options;
    const nowMs = performance.now();
    if (nowMs - this.#heardMs > deadlines.silence) return true;
    const late = [...this.#sentMsById].filter(([, sentMs]) => nowMs - sentMs > deadlines.ack);
    if (late.length === 0) return false;
    const lateIds = late.map(([id]) => id);
    const told = acks.parse(await readAcks(lateIds));
    // The page may know what was not heard of; what it has no more is not asked for again.
    for (const id of lateIds) this.#sentMsById.delete(id);
    return told.includes(WAITING);
  }
}
