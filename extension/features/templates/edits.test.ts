import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyOperations, emptyRows } from '../../../shared/sync/apply.ts';
import type { Operation } from '../../../shared/sync/protocol.ts';
import { undoOf } from '../../../shared/sync/undo.ts';
import { change, createLast, erase, moveTo } from '../edits.ts';
import { inOrder } from '../organised.ts';
import { duplicateTemplate } from './edits.ts';
import { accountId, template } from './testing/template.ts';

/** An account's templates and what it takes to change them. */
class Desk {
  rows = emptyRows;

  get templates() {
    return inOrder<'template'>(this.rows.template, accountId);
  }
  get names(): string[] {
    return this.templates.map(({ name }) => name);
  }
  apply(...operations: Operation[]): void {
    this.rows = applyOperations(this.rows, operations);
  }
  add(...names: string[]): void {
    for (const name of names) {
      this.apply(
        createLast('template', this.templates, {
          accountId,
          name,
          content: `Text of ${name}`,
          shortcut: 's',
        }),
      );
    }
  }
  named(name: string) {
    const found = this.templates.find((each) => each.name === name);
    if (!found) throw new Error(`no template ${name}`);
    return found;
  }
}

test('templates stand in the order in which they were made, and only those of the account', () => {
  const desk = new Desk();
  desk.add('One', 'Two');
  desk.apply(
    createLast('template', [], {
      accountId: crypto.randomUUID(),
      name: 'Elsewhere',
      content: 'x',
      shortcut: '',
    }),
  );
  expect(desk.names).toEqual(['One', 'Two']);
});

test('a copy stands right after its original, has its text and not its shortcut', () => {
  const desk = new Desk();
  desk.add('One', 'Two');
  desk.apply(duplicateTemplate(desk.templates, desk.named('One'), '(copy)'));
  expect(desk.names).toEqual(['One', 'One (copy)', 'Two']);
  expect(desk.named('One (copy)')).toMatchObject({ content: 'Text of One', shortcut: '' });
});

test('the name of a copy fits, and cuts no emoji in two', () => {
  const long = template({ name: `${'x'.repeat(52)}😀😀😀😀` });
  const { fields } = duplicateTemplate([long], long, '(copy)') as { fields: { name: string } };
  expect(fields.name.length).toBeLessThanOrEqual(60);
  expect(fields.name.isWellFormed()).toBe(true);
});

test('an edit changes what was changed alone', () => {
  const row = template({ name: 'One', content: 'Text', shortcut: 's' });
  expect(change('template', row, { name: 'One', content: 'Text', shortcut: 's' })).toEqual([]);
  expect(change('template', row, { name: 'One', content: 'New', shortcut: '' })).toMatchObject([
    { op: 'patch', fields: { content: 'New', shortcut: '' } },
  ]);
});

test('a deleted template comes back as it was', () => {
  const desk = new Desk();
  desk.add('One', 'Two', 'Three');
  const before = desk.templates;
  const remove = erase('template', desk.named('Two'));
  const undo = undoOf(desk.rows, [remove]);
  desk.apply(remove);
  expect(desk.names).toEqual(['One', 'Three']);
  desk.apply(...undo);
  expect(desk.templates.map(({ revision: _, ...row }) => row)).toEqual(
    before.map(({ revision: _, ...row }) => row),
  );
});

test('whatever is moved wherever, it is there afterwards and the others keep their order', () => {
  const moves = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 12 });
  // Two devices may have given some one position.
  const positions = fc.array(fc.constantFrom('a0', 'a1', 'a2', 'a1V'), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(positions, moves, (given, steps) => {
      const desk = new Desk();
      for (const [index, position] of given.entries()) {
        const { id, revision: _, ...fields } = template({ name: `T${index}`, position });
        desk.apply({ op: 'create', entity: 'template', id, fields });
      }
      for (const [from, to] of steps) {
        const before = desk.names;
        const moved = desk.templates[from];
        if (!moved) throw new Error('six templates');
        desk.apply(...moveTo('template', desk.templates, moved, to));
        const rest = (names: readonly string[]) => names.filter((name) => name !== moved.name);
        expect(rest(desk.names)).toEqual(rest(before));
        if (new Set(given).size === given.length) expect(desk.names.indexOf(moved.name)).toBe(to);
      }
    }),
  );
});
