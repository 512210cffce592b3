import type { Row } from '../../../shared/entities/index.ts';
import { NAME_LENGTH_MAX } from '../../../shared/sync/fields.ts';
import type { Operation } from '../../../shared/sync/protocol.ts';
import { positionAt, positionsAfter } from '../edits.ts';
import type { TemplateFields } from './check.ts';

export type Template = Row<'template'>;

/** A copy right after it, without the shortcut, which leads to one template. `suffix` tells it apart. */
export function duplicateTemplate(
  templates: readonly Template[],
  template: Template,
  suffix: string,
): Operation<'template'> {
  const { id, accountId, name, content } = template;
  const start = name.slice(0, NAME_LENGTH_MAX - suffix.length - 1).toWellFormed();
  const position = positionAt(templates, templates.findIndex((each) => each.id === id) + 1);
  return create({ accountId, name: `${start.trimEnd()} ${suffix}`, content, shortcut: '', position });
}

/** New templates, after the ones that are there, in the order in which they are given. */
export function addTemplates(
  accountId: string,
  templates: readonly Template[],
  added: readonly TemplateFields[],
): Operation<'template'>[] {
  const positions = positionsAfter(templates, added.length);
  return positions.flatMap((position, index) => {
    const fields = added[index];
    return fields ? [create({ accountId, ...fields, position })] : [];
  });
}

function create(
  fields: Extract<Operation<'template'>, { op: 'create' }>['fields'],
): Extract<Operation<'template'>, { op: 'create' }> {
  return { op: 'create', entity: 'template', id: crypto.randomUUID(), fields };
}
