import { useLayoutEffect, useRef } from 'react';
import { i18n } from '#i18n';
import type { Acts } from '../acts.ts';
import { erase, moveTo } from '../edits.ts';
import { duplicateTemplate, type Template } from './edits.ts';
import type { Tool } from './template-item.tsx';
import { quoted } from './words.ts';

/** What is being edited. */
type Edited = Template | 'new' | null;

/** What the tools of a template do, and where the focus is afterwards: a moved row loses it, and a deleted one takes it along. */
export function useTools(acts: Acts, templates: readonly Template[], setEdited: (edited: Edited) => void) {
  const list = useRef<HTMLElement>(null);
  const wanted = useRef<string>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    list.current?.querySelector<HTMLElement>(wanted.current)?.focus();
    wanted.current = null;
  });
  const focusNext = (id: string | undefined, tool: Tool) => {
    wanted.current =
      id === undefined ? '[data-way="new"]' : `[data-id="${CSS.escape(id)}"] [data-tool="${tool}"]`;
  };

  const use = (tool: Tool, template: Template) => {
    const { id, name } = template;
    const index = templates.findIndex((each) => each.id === id);
    switch (tool) {
      case 'up':
      case 'down':
        focusNext(id, tool);
        void acts.do(
          moveTo('template', templates, template, index + (tool === 'up' ? -1 : 1)),
          i18n.t('templates.moved', [quoted(name)]),
        );
        break;
      case 'duplicate': {
        const copy = duplicateTemplate(templates, template, i18n.t('templates.copySuffix'));
        focusNext(copy.id, 'edit');
        void acts.do([copy], i18n.t('templates.duplicated', [quoted(name)]));
        break;
      }
      case 'edit':
        setEdited(template);
        break;
      case 'remove':
        focusNext((templates[index + 1] ?? templates[index - 1])?.id, 'remove');
        void acts.do([erase('template', template)], i18n.t('templates.removed', [quoted(name)]));
        break;
    }
  };
  /** The editor closes, and the focus goes where it was opened. */
  const end = (edited: Edited) => {
    focusNext(edited === null || edited === 'new' ? undefined : edited.id, 'edit');
    setEdited(null);
  };
  return { list, use, end };
}
