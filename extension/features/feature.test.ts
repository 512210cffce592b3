import { expect, test } from 'vitest';
import { Store } from '../ui/store.ts';
import type { Capability } from '../whatsapp/index.ts';
import { runFeatures, type Feature, type PageContext } from './feature.ts';

/** The two stores that decide, and what each feature did. */
function page(...features: (Pick<Feature, 'name' | 'needs'> & { fails?: boolean })[]) {
  const health = new Store({ on: new Set<Capability>() });
  const user = { id: 'ada' };
  const state = new Store<{ killed: string[] | undefined; user: { id: string } }>({ killed: [], user });
  const account = new Store({ phoneNumber: '1' });
  const abort = new AbortController();
  const said: string[] = [];
  const rows = new Store({ account: new Map() });
  const context = { whatsapp: { health, account }, replica: { state, rows } } as unknown as PageContext; // All that is read of it.
  let model: PageContext['page'] | undefined;
  let broken: readonly string[] = [];
  const defined = features.map(({ name, needs, fails }): Feature => ({
    name,
    needs,
    start: (its, signal) => {
      model = its.page;
      its.broken.subscribe(() => (broken = its.broken.get()));
      said.push(`${name} starts`);
      signal.addEventListener('abort', () => said.push(`${name} ends`));
      if (fails) throw new Error('broken');
    },
  }));
  runFeatures(defined, context, abort.signal);
  return {
    said,
    abort,
    broken: () => broken,
    allow: (...on: Capability[]) => health.set({ on: new Set(on) }),
    kill: (...killed: string[]) => state.set({ killed, user }),
    forgetKilled: () => state.set({ killed: undefined, user }),
    signIn: (id: string) => state.set({ killed: [], user: { id } }),
    openAccount: (phoneNumber: string) => account.set({ phoneNumber }),
    pick: () => model?.picked.set(new Set(['1@c.us'])),
    picked: () => model?.picked.get().size,
  };
}

test('a feature runs while the page allows all that it needs, and one that needs nothing always does', () => {
  const { said, allow } = page(
    { name: 'folders', needs: ['chats', 'filter'] },
    { name: 'notice', needs: [] },
  );
  allow('chats');
  allow('chats', 'filter');
  allow('chats', 'filter', 'rows');
  allow('chats', 'rows');
  allow('chats', 'filter');
  expect(said).toEqual(['notice starts', 'folders starts', 'folders ends', 'folders starts']);
});

test('a feature that is switched off ends, and starts again when it is switched on', () => {
  const { said, allow, kill } = page({ name: 'folders', needs: ['chats'] });
  allow('chats');
  kill('folders', 'another');
  kill();
  expect(said).toEqual(['folders starts', 'folders ends', 'folders starts']);
});

test('until it is known what is switched off, only what needs nothing of the page runs', () => {
  const { said, allow, forgetKilled, kill } = page(
    { name: 'folders', needs: ['chats'] },
    { name: 'notice', needs: [] },
  );
  forgetKilled();
  allow('chats');
  expect(said).toEqual(['notice starts']);
  kill('folders');
  kill();
  expect(said).toEqual(['notice starts', 'folders starts']);
});

test('a feature that can not start takes no other with it, is not tried again, and is told of', () => {
  const { said, allow, broken } = page(
    { name: 'folders', needs: ['chats'], fails: true },
    { name: 'tags', needs: ['chats'] },
  );
  allow('chats');
  allow('chats', 'rows');
  expect(said).toEqual(['folders starts', 'folders ends', 'tags starts']);
  expect(broken()).toEqual(['folders']);
});

test('when the extension ends, every feature ends and none starts again', () => {
  const { said, allow, abort } = page({ name: 'folders', needs: ['chats'] });
  allow('chats');
  abort.abort();
  allow();
  allow('chats');
  expect(said).toEqual(['folders starts', 'folders ends']);
});

test('what was picked in one account, or by one person, is not there for another', () => {
  const { openAccount, signIn, pick, picked } = page({ name: 'notice', needs: [] });
  pick();
  openAccount('1');
  expect(picked()).toBe(1);
  openAccount('2');
  expect(picked()).toBe(0);
  pick();
  signIn('grace');
  expect(picked()).toBe(0);
});
