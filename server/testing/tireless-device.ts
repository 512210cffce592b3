import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROTOCOL_VERSION, pushResponse } from '../../shared/sync/protocol.ts';
import { createFolder, type TestUser } from './app.ts';

const FOLDERS_KEPT_MAX = 20;
const ANSWER_TIMEOUT_MS = 3000;
const RETRY_DELAY_MS = 50;
// Every so many pushes the answer gets lost, however well the server does.
const PUSHES_PER_LOST_ANSWER = 7;

/** A device that edits without pause over HTTP and pushes each edit, numbered once, until the server has acknowledged it. */
export class TirelessDevice {
  readonly clientId: string = randomUUID();
  readonly #url: string;
  readonly #user: TestUser;
  readonly #accountId: string;
  readonly #stopped = new AbortController();
  readonly #working: Promise<void>;
  #sequence = 0;
  /** Ids whose creation is acknowledged and whose deletion is not sent, oldest first. */
  readonly kept: string[] = [];
  readonly deleted: string[] = [];
  acknowledged = 0;
  pushes = 0;
  repeats = 0;
  /** When the newest push that was acknowledged had been sent, as performance.now() has it. */
  lastSentMs = 0;

  constructor(url: string, user: TestUser, accountId: string) {
    this.#url = url;
    this.#user = user;
    this.#accountId = accountId;
    this.#working = this.#work();
  }

  get lastSequence(): number {
    return this.#sequence;
  }

  /** Resolves when what was begun is acknowledged. */
  stop(): Promise<void> {
    this.#stopped.abort();
    return this.#working;
  }

  async #work(): Promise<void> {
    while (!this.#stopped.signal.aborted) await this.#edit();
  }

  async #edit(): Promise<void> {
    const folder = createFolder(this.#accountId);
    const passing = createFolder(this.#accountId);
    const old = this.kept.length < FOLDERS_KEPT_MAX ? [] : this.kept.splice(0, 1);
    // Made and deleted at once: doing it twice would take a revision each time.
    const gone = [passing.id, ...old];
    const removals = gone.map((id) => ({ op: 'delete', entity: 'folder', id }));
    const mutations = [folder, passing, ...removals].map((operation) => ({
      ...operation,
      sequence: (this.#sequence += 1),
      mutationId: randomUUID(),
    }));
    await this.#pushUntilAcknowledged(mutations);
    this.pushes += 1;
    this.kept.push(folder.id);
    this.deleted.push(...gone);
  }

  async #pushUntilAcknowledged(mutations: object[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const sentMs = performance.now();
      const isAnswerLost = attempt === 1 && this.pushes % PUSHES_PER_LOST_ANSWER === 0;
      const answer = await this.#push(mutations).catch(() => null);
      if (answer && !isAnswerLost) {
        if (answer.rejections.length > 0 || answer.lastSequence !== this.#sequence) {
          throw new Error(`The server answered ${JSON.stringify(answer)} to ${this.#sequence}.`);
        }
        this.acknowledged = answer.lastSequence;
        this.lastSentMs = sentMs;
        return;
      }
      this.repeats += 1;
      if (!answer) await sleep(RETRY_DELAY_MS);
    }
  }

  async #push(mutations: object[]) {
    const { clientId } = this;
    const response = await fetch(`${this.#url}/api/sync/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: this.#user.authorization },
      body: JSON.stringify({ protocol: PROTOCOL_VERSION, clientId, rejectionsSeen: 0, mutations }),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    if (response.ok) return pushResponse.parse(await response.json());
    if (response.status !== 503) throw new Error(`A push was refused with ${response.status}.`);
    return null;
  }
}
