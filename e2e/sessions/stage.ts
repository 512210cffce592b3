import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';
import { createLog } from '../../server/log.ts';
import {
  openClient,
  type ClientEvent,
  type Deadlines,
  type SessionClient,
} from '../../server/sessions/client.ts';
import {
  startSimulator,
  type SimulatedChat,
  type Simulator,
  type SimulatorOptions,
} from '../../simulator/server.ts';
import { findHeadlessShell } from '../support/browser.ts';

/** A stored login that is a file, as a store would keep it sealed. */
export interface Kept {
  readonly file: string;
  saves: number;
  /** What the store says instead of its answer. */
  refusal: Error | undefined;
}

/** A session, and all that it has said. */
export interface Opened {
  readonly client: SessionClient;
  readonly events: ClientEvent[];
  readonly folder: string;
  types: () => ClientEvent['type'][];
  all<Type extends ClientEvent['type']>(type: Type): Extract<ClientEvent, { type: Type }>[];
  /** The code that it shows now. */
  qr: () => string;
  /** The processes of its browser. */
  processes: () => number[];
}

interface OpenOptions {
  kept?: Kept;
  deadlines?: Partial<Deadlines>;
  pairWithPhone?: string;
  args?: string[];
  folder?: string;
  executablePath?: string;
}

export interface Stage {
  simulate(options?: SimulatorOptions): Promise<Simulator>;
  folder(): string;
  keep(): Kept;
  open(simulator: Simulator, options?: OpenOptions): Promise<Opened>;
  close(): Promise<void>;
}

export function createStage(): Stage {
  const ends: (() => Promise<unknown>)[] = [];
  function makeFolder(): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'nexischat-session-'));
    ends.push(async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    return folder;
  }
  const keep = (): Kept => ({ file: path.join(makeFolder(), 'login.zip'), saves: 0, refusal: undefined });
  return {
    folder: makeFolder,
    keep,
    async simulate(options = {}) {
      const simulator = await startSimulator({ login: 'unlinked', ...options });
      ends.push(() => simulator.close());
      return simulator;
    },
    async open(simulator, { kept = keep(), deadlines = {}, folder = makeFolder(), ...options } = {}) {
      const events: ClientEvent[] = [];
      const client = await openClient({
        accountId: '00000000-0000-4000-8000-000000000001',
        folder,
        executablePath: findHeadlessShell(),
        simulatorArgs: simulator.chromiumArgs,
        deadlines: { quiet: 500, ...deadlines },
        log: createLog(process.env['LOG_LEVEL'] ?? 'silent'),
        emit: (event) => void events.push(event),
        async restore(file) {
          if (kept.refusal) throw kept.refusal;
          if (!existsSync(kept.file)) return false;
          copyFileSync(kept.file, file);
          return true;
        },
        async save(file) {
          if (kept.refusal) throw kept.refusal;
          copyFileSync(file, kept.file);
          kept.saves += 1;
        },
        signal: new AbortController().signal,
        ...options,
      });
      ends.push(() => client.stop({ save: false }).catch(() => undefined));
      const all = <Type extends ClientEvent['type']>(type: Type) =>
        events.filter((event): event is Extract<ClientEvent, { type: Type }> => event.type === type);
      return {
        client,
        events,
        folder,
        types: () => events.map(({ type }) => type),
        all,
        qr: () => all('qr').at(-1)?.qr ?? '',
        processes: () => processesIn(folder),
      };
    },
    async close() {
      for (const end of ends.toReversed()) await end();
    },
  };
}

/** A session that was linked by a code that a phone scans. */
export async function linked(
  stage: Stage,
  { open, ...options }: SimulatorOptions & { open?: OpenOptions } = {},
): Promise<{ simulator: Simulator; on: Opened }> {
  const simulator = await stage.simulate(options);
  const on = await stage.open(simulator, open);
  await link(simulator, on);
  return { simulator, on };
}

export async function link(simulator: Simulator, on: Opened): Promise<void> {
  await expect.poll(on.qr).not.toBe('');
  simulator.scan(on.qr());
  await expect.poll(on.types).toContain('ready');
}

/** The processes of browsers whose profiles are in a folder: who names it, and the groups that they lead. */
export function processesIn(folder: string): number[] {
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  const naming = new Set(
    pids.filter((pid) => (read(pid, 'environ') + read(pid, 'cmdline')).includes(folder)),
  );
  const groupOf = (pid: number) => Number(read(pid, 'stat').split(') ').at(-1)?.split(' ')[2]);
  const groups = new Set([...naming].filter((pid) => groupOf(pid) === pid));
  return pids.filter((pid) => naming.has(pid) || groups.has(groupOf(pid)));
}

function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return ''; // It is gone.
  }
}

export function none(): never {
  throw new Error('The simulator has none.');
}

export const isChat = ({ kind }: SimulatedChat) => kind !== 'channel';

/** A person's chat that is neither muted nor archived, and has so many others before it. */
export function person(simulator: Simulator, nth = 0): SimulatedChat {
  const people = simulator
    .chats()
    .filter(({ kind, archived, muted }) => kind === 'person' && !archived && !muted);
  return people[nth] ?? none();
}

export const test = base.extend<{ stage: Stage }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to see which fixtures are used
  stage: async ({}, use) => {
    const stage = createStage();
    await use(stage);
    await stage.close();
  },
});

export { expect };
