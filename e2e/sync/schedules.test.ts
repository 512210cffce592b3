import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../server/testing/app.ts';
import { installClock } from './clock.ts';
import { happened } from './happened.ts';
import { installSurroundings, pointNames, reached } from './life.ts';
import { mutateDatabase } from './mutants.ts';
import { installNetwork } from './network.ts';
import { Random } from './random.ts';
import { Schedule } from './schedule.ts';
import { ROWS_PER_PULL } from './world.ts';

const RUNS = Number(process.env['SYNC_RUNS'] ?? 1000);
/** About so many schedules do everything and kill everywhere; some more are played until they have. */
const RUNS_THAT_REACH_ALL = 1000;
const RUNS_FACTOR_MAX = 3;
const FIRST_SEED = Number(process.env['SYNC_SEED'] ?? 1);

let app: TestApp;
beforeAll(async () => {
  installClock();
  installNetwork();
  installSurroundings();
  app = await createTestApp({ planDefault: 'pro_yearly', rowsPerPull: ROWS_PER_PULL });
  await mutateDatabase(app.database.owner);
  await app.database.owner.query(`
    create table written ("userId" text, text text);
    create function note_written() returns trigger language plpgsql security definer as $$
    begin
      insert into public.written values (new."userId", to_jsonb(new) ->> tg_argv[0]);
      return null;
    end $$;
    create trigger note_written after insert or update on folders for each row execute function note_written('name');
    create trigger note_written after insert or update on priorities for each row execute function note_written('name');
    create trigger note_written after insert or update on templates for each row execute function note_written('name');
    create trigger note_written after insert or update on views for each row execute function note_written('name');
    create trigger note_written after insert or update on preferences for each row execute function note_written('value');
    create trigger note_written after insert or update on chat_tags for each row execute function note_written('tag');`);
});
afterAll(() => app.stop());

test(`whatever happens to three devices, they agree in the end and no edit is lost or doubled, in ${RUNS} schedules`, async () => {
  const isEnough = (runs: number) => runs >= RUNS && (RUNS < RUNS_THAT_REACH_ALL || missing().length === 0);
  for (let runs = 0; !isEnough(runs) && runs < RUNS * RUNS_FACTOR_MAX; runs += 1) {
    const seed = FIRST_SEED + runs;
    const random = new Random(seed);
    const users = [await app.createUser(random.uuid()), await app.createUser(random.uuid())] as const;
    try {
      await new Schedule(app, seed, users).run();
    } catch (error) {
      throw new Error(`Seed ${seed} fails; again with: pnpm test:sync --seed ${seed} --runs 1`, {
        cause: error,
      });
    }
  }
  report();
  if (RUNS >= RUNS_THAT_REACH_ALL) expect(missing()).toEqual([]);
});

/** What never happened, and where no background died. */
function missing(): string[] {
  const [did, died] = [[...happened], pointNames()] as const;
  return [
    ...did.filter(([, times]) => times === 0).map(([name]) => name),
    ...died.filter((name) => !reached.get(name)?.deaths),
  ];
}

function report(): void {
  for (const [name, times] of [...happened].toSorted(([, a], [, b]) => b - a))
    console.log(`${times} × ${name}`);
  for (const name of pointNames()) {
    const { times = 0, deaths = 0 } = reached.get(name) ?? {};
    console.log(`${name}: reached ${times} times, died there ${deaths} times`);
  }
}
