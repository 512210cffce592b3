import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { zipOf } from '../../server/testing/zip.ts';
import { expect, linked, processesIn, test } from './stage.ts';

// How a session starts from what is stored of its login, and keeps it.

test('a store that can not be reached starts nothing, and is never taken for no login', async ({ stage }) => {
  const simulator = await stage.simulate();
  const kept = stage.keep();
  kept.refusal = new Error('The store is away.');
  await expect(stage.open(simulator, { kept })).rejects.toThrow('The store is away.');
});

test('a stored login that is torn is never started from, and leaves nothing behind', async ({ stage }) => {
  const kept = stage.keep();
  const { simulator, on } = await linked(stage, { open: { kept } });
  await on.client.stop({ save: true });
  const whole = readFileSync(kept.file);
  writeFileSync(kept.file, whole.subarray(0, Math.floor(whole.length / 2)));
  const folder = stage.folder();
  await expect(stage.open(simulator, { kept, folder })).rejects.toMatchObject({ code: 'torn_login' });
  expect([existsSync(folder), processesIn(folder)]).toEqual([false, []]);
  writeFileSync(kept.file, whole);
  const again = await stage.open(simulator, { kept });
  await expect.poll(again.types).toContain('ready');
});

test('what was stored whole and is no login is refused, and shows no code', async ({ stage }) => {
  const kept = stage.keep();
  writeFileSync(kept.file, zipOf({ 'Default/IndexedDB/none': 'nothing' }));
  const on = await stage.open(await stage.simulate(), { kept });
  await expect.poll(on.types).toContain('login_refused');
  await on.client.stop({ save: true });
  expect([on.all('qr'), on.all('logged_out'), kept.saves]).toEqual([[], [], 0]);
});

test('a login of which a file is not as it was stored is not started from', async ({ stage }) => {
  const kept = stage.keep();
  const { simulator, on } = await linked(stage, { open: { kept } });
  await on.client.stop({ save: true });
  const archive = readFileSync(kept.file);
  const lastEntry = archive.lastIndexOf(Buffer.from('PK\x01\x02'));
  // Its list says that this file has a byte more.
  archive.writeUInt32LE(archive.readUInt32LE(lastEntry + 24) + 1, lastEntry + 24);
  writeFileSync(kept.file, archive);
  const opened = stage.open(simulator, { kept });
  await expect(opened).rejects.toMatchObject({ code: 'torn_login' });
});

test('a save that fails is told, and the session goes on and saves later', async ({ stage }) => {
  const kept = stage.keep();
  const { on } = await linked(stage, { open: { kept, deadlines: { backup: 500, quiet: 2000 } } });
  kept.refusal = new Error('The store is away.');
  await expect.poll(on.types).toContain('save_failed');
  await expect(on.client.save()).rejects.toThrow('The store is away.');
  kept.refusal = undefined;
  await expect.poll(on.types).toContain('saved');
  expect(on.all('lost')).toEqual([]);
});

test('a stop that can not save says so, and the login can still be saved', async ({ stage }) => {
  const kept = stage.keep();
  const { simulator, on } = await linked(stage, { open: { kept } });
  await expect.poll(on.types).toContain('saved');
  kept.refusal = new Error('The store is away.');
  await expect(on.client.stop({ save: true })).rejects.toThrow('The store is away.');
  kept.refusal = undefined;
  await on.client.save();
  await on.client.stop({ save: true });
  expect([existsSync(on.folder), kept.saves]).toEqual([false, 3]);
  const again = await stage.open(simulator, { kept });
  await expect.poll(again.types).toContain('ready');
  expect(simulator.rollbacks()).toEqual([]);
});

test('two saves at a time are one', async ({ stage }) => {
  const kept = stage.keep();
  const { on } = await linked(stage, { open: { kept, deadlines: { quiet: 6000 } } });
  await Promise.all([on.client.save(), on.client.save()]);
  expect(kept.saves).toBe(1);
});
