import { expect } from 'vitest';
import { applyChanges, applyOperations, emptyRows, type Rows } from '../../shared/sync/apply.ts';
import { pushResponse, type Mutation, type Operation } from '../../shared/sync/protocol.ts';
import { pull } from '../sync/pull.ts';
import { TestDevice, type TestApp, type TestUser } from './app.ts';

const PAGE_SIZE = 3;

/** A device with an outbox, whose answers may get lost after the server has acted. */
export class OfflineDevice {
  readonly #app: TestApp;
  readonly #device: TestDevice;
  #outbox: Mutation[] = [];
  #cursor: string | undefined;
  #lastArrived = 0;
  rows: Rows = emptyRows;

  constructor(app: TestApp, user: TestUser) {
    this.#app = app;
    this.#device = new TestDevice(app, user);
  }

  /** What its person sees. [A1] */
  get view(): Rows {
    return applyOperations(this.rows, this.#outbox);
  }

  edit(operation: Operation): void {
    this.#outbox.push(...(this.#device.number([operation]) as Mutation[])); // Safe: an operation and its numbers.
  }

  /** Pushes and pulls; returns what reached the server for the first time. */
  async sync(isAnswerLost = false): Promise<Operation[]> {
    const response = await this.#device.send(this.#outbox);
    expect(response.status).toBe(200);
    const arrived = this.#outbox.filter(({ sequence }) => sequence > this.#lastArrived);
    this.#lastArrived = this.#device.sequence;
    if (isAnswerLost) return arrived;
    const { lastSequence } = pushResponse.parse(await response.json());
    this.#outbox = this.#outbox.filter(({ sequence }) => sequence > lastSequence);
    for (;;) {
      const page = await pull(this.#app.database.pool, this.#device.user.id, this.#cursor, PAGE_SIZE);
      this.rows = applyChanges(page.reset ? emptyRows : this.rows, page.changes);
      this.#cursor = page.cursor;
      if (!page.hasMore) return arrived;
    }
  }
}
