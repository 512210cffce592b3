import { wrap } from 'idb';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import type { Random } from './random.ts';

declare global {
  var awaitPoint: (name: string, value: unknown) => Promise<unknown>;
  var awaitPointNames: string[];
}

/** At an await a background may die when it has asked, and when it has been answered. */
const SIDES = ['asked', 'answered'] as const;

/** What is to happen to a device: the await at which its background dies, the next time that one comes there. */
export interface Doom {
  at: string | null;
  /** How many of the next reads or writes the disk refuses. */
  refusals: number;
}

/** What runs on a device: a background or a screen. Its timers, requests and databases end with it. */
export class Life {
  isOver = false;
  /** Its databases were closed under it, and it began again. */
  hasLostDatabases = false;
  readonly doom: Doom;
  readonly transactions = new Set<IDBTransaction>();
  readonly databases = new Set<IDBDatabase>();
  readonly #onEnd: (() => void)[] = [];
  readonly random: Random;
  readonly indexedDb: IDBFactory;

  constructor(random: Random, indexedDb: IDBFactory, doom: Doom = { at: null, refusals: 0 }) {
    this.doom = doom;
    this.random = random.fork();
    this.indexedDb = indexedDb;
  }

  run<Value>(task: () => Value): Value {
    return lives.run(this, task);
  }

  onEnd(task: () => void): void {
    this.#onEnd.push(task);
  }

  /** As a browser ends it: in the midst of whatever it does. What the disk has not taken yet is taken whole or not at all. */
  end(isWritten: boolean): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const transaction of this.transactions) if (!isWritten) abort(transaction);
    for (const database of this.databases) database.close();
    for (const task of this.#onEnd) task();
  }
}

const lives = new AsyncLocalStorage<Life>();
export const currentLife = (): Life | undefined => lives.getStore();

/** How often each await was reached, and how often a background died there. */
export const reached = new Map<string, { times: number; deaths: number }>();
export const pointNames = (): string[] =>
  awaitPointNames.flatMap((name) => SIDES.map((side) => `${name} — ${side}`));

globalThis.awaitPointNames = [];
globalThis.awaitPoint = async (name, value) => {
  const life = currentLife();
  if (!life) return value;
  void Promise.resolve(value).catch(() => {}); // Nobody may be left to hear that it failed.
  await pass(life, `${name} — asked`);
  try {
    return await value;
  } finally {
    await pass(life, `${name} — answered`);
  }
};

/** Never returns in a life that is over. */
async function pass(life: Life, name: string): Promise<void> {
  const point = reached.get(name) ?? { times: 0, deaths: 0 };
  reached.set(name, point);
  if (!life.isOver) {
    point.times += 1;
    if (life.doom.at === name) {
      life.doom.at = null;
      point.deaths += 1;
      life.end(life.random.chance(0.5));
    }
  }
  if (life.isOver) await new Promise(() => {});
}

function abort(transaction: IDBTransaction): void {
  try {
    void wrap(transaction).done.catch(() => {}); // Nobody is left to hear it.
    transaction.abort();
  } catch {
    // It had been written already.
  }
}

const IDLE_TURNS = 30;
const TURNS_MAX = 500;
let openCount = 0;

/** Ties what code asks of its surroundings to the life that it runs in. */
export function installSurroundings(): void {
  Object.defineProperty(globalThis, 'indexedDB', { configurable: true, get: () => currentLife()?.indexedDb });
  const { open } = Object.getOwnPropertyDescriptors(IDBFactory.prototype);
  IDBFactory.prototype.open = function openTracked(...args) {
    const request: IDBOpenDBRequest = Reflect.apply(open.value as typeof this.open, this, args);
    const life = currentLife();
    openCount += 1;
    request.addEventListener('error', () => (openCount -= 1));
    request.addEventListener('success', () => {
      openCount -= 1;
      if (life?.isOver) request.result.close();
      else life?.databases.add(request.result);
    });
    return request;
  };
  const { transaction: transact } = Object.getOwnPropertyDescriptors(IDBDatabase.prototype);
  IDBDatabase.prototype.transaction = function transaction(...args) {
    const result: IDBTransaction = Reflect.apply(transact.value as typeof this.transaction, this, args);
    const life = currentLife();
    life?.transactions.add(result);
    if (life && life.doom.refusals > 0) {
      life.doom.refusals -= 1;
      queueMicrotask(() => abort(result));
    }
    openCount += 1;
    const end = () => {
      openCount -= 1;
      life?.transactions.delete(result);
    };
    result.addEventListener('complete', end);
    result.addEventListener('abort', end);
    return result;
  };
  const randomUuid = crypto.randomUUID.bind(crypto);
  crypto.randomUUID = () => currentLife()?.random.uuid() ?? randomUuid();
  const { random } = Math;
  Math.random = () => currentLife()?.random.next() ?? random();
}

/** Resolves when nothing on any device is under way that needs neither the network nor a timer. */
export async function settled(): Promise<void> {
  // An open that waits for a deletion may wait for a connection that only a later step closes.
  for (let [idle, turns] = [0, 0]; idle < IDLE_TURNS && turns < TURNS_MAX; turns += 1) {
    idle = openCount > 0 ? 0 : idle + 1;
    await turn();
  }
}
