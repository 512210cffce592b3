import { test as base } from '@playwright/test';
import type pg from 'pg';
import type { PlanType } from '../../shared/plan.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server.ts';
import { createDatabase } from './database.ts';
import { openDevice, type Device, type DeviceOptions } from './device.ts';
import { startServerProcess, type ServerProcess } from './server.ts';

/** The host that end-to-end builds call; each test maps it to its own server. */
export const API_HOST = 'api.nexischat.test';

export const PASSWORD = 'correct horse battery';

/** The whole product for one test: its own database, server, WhatsApp account and devices. */
export interface Product {
  readonly databaseUrl: string;
  /** Another call is another WhatsApp, for the devices that come after it. */
  readonly simulate: (options: SimulatorOptions) => Promise<Simulator>;
  readonly startServer: (options?: {
    port?: number;
    plan?: PlanType;
    /** Path of the list of switched-off features. */
    killList?: string;
    /** It runs WhatsApp accounts too, on the simulator that was started before. */
    hasWorker?: boolean;
  }) => Promise<ServerProcess>;
  /** A browser profile on the simulator and the server that were started before. */
  readonly device: (options?: Partial<DeviceOptions>) => Promise<Device>;
  readonly query: <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;
}

/** Set by global-setup.ts. */
export const environment = {
  get postgresUrl(): string {
    return process.env['NEXIS_E2E_POSTGRES_URL'] ?? '';
  },
  /** The name of a migrated database. */
  get template(): string {
    return process.env['NEXIS_E2E_TEMPLATE'] ?? '';
  },
  get extension(): string {
    return process.env['NEXIS_E2E_EXTENSION'] ?? '';
  },
};

/** Makes one, hands it out, and ends everything that was started. */
export async function withProduct(use: (product: Product) => Promise<void>): Promise<void> {
  const ends: (() => Promise<unknown>)[] = [];
  const database = await createDatabase(environment);

  let simulator: Simulator | undefined;
  let server: ServerProcess | undefined;
  await use({
    databaseUrl: database.url,
    async simulate(options) {
      const started = await startSimulator(options);
      simulator = started;
      ends.push(() => started.close());
      return started;
    },
    async startServer({ port = 0, plan = 'pro_yearly', killList, hasWorker = false } = {}) {
      if (hasWorker && !simulator) throw new Error('start the simulator first');
      server = await startServerProcess({
        DATABASE_URL: database.url,
        PORT: String(port),
        PLAN_DEFAULT: plan,
        ...(killList && { KILL_LIST: killList }),
        ROLE: hasWorker ? 'all' : 'api',
        INTERNAL_SECRET: 'only-for-end-to-end-tests-9876543210',
        ...(hasWorker && simulator && { SIMULATOR_ARGS: JSON.stringify(simulator.chromiumArgs) }),
        AUTH_SECRET: 'only-for-end-to-end-tests-0123456789',
      });
      const started = server;
      ends.push(() => started.stop());
      return started;
    },
    async device(options = {}) {
      if (!simulator || !server) throw new Error('start the simulator and the server first');
      const device = await openDevice({
        extension: environment.extension,
        browserArgs: simulator.chromiumArgs.filter((arg) => !arg.startsWith('--host-resolver-rules')),
        hostRules: `${simulator.hostRules}, MAP ${API_HOST} 127.0.0.1:${server.port}`,
        ...options,
      });
      ends.push(() => device.close());
      return device;
    },
    query: async <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) =>
      (await database.owner.query<Row>(sql, values)).rows,
  });

  for (const end of ends.toReversed()) await end();
  await database.drop();
}

export const test = base.extend<{ product: Product }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to see which fixtures are used
  product: async ({}, use) => withProduct(use),
});

export { expect } from '@playwright/test';
