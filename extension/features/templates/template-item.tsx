import { i18n } from '#i18n';
import { Icon, type IconName } from '../../ui/icon.tsx';
import type { Template } from './edits.ts';
import { quoted } from './words.ts';

export type Tool = 'up' | 'down' | 'duplicate' | 'edit' | 'remove';

interface Props {
  readonly template: Template;
  /** Where it can't go; an order is of all, so none while only some are shown. */
  readonly isOff: Readonly<Partial<Record<Tool, boolean>>>;
  readonly onTool: (tool: Tool) => void;
}

const icons: Readonly<Record<Tool, IconName>> = {
  up: 'up',
  down: 'downArrow',
  duplicate: 'copy',
  edit: 'edit',
  remove: 'remove',
};

function labelOf(tool: Tool, name: string): string {
  switch (tool) {
    case 'up':
      return i18n.t('templates.moveUp', [name]);
    case 'down':
      return i18n.t('templates.moveDown', [name]);
    case 'duplicate':
      return i18n.t('templates.duplicate', [name]);
    case 'edit':
      return i18n.t('templates.edit', [name]);
    case 'remove':
      return i18n.t('templates.remove', [name]);
  }
}

/** One template of the list, and what can be done with it. */
export function TemplateItem({ template, isOff, onTool }: Props) {
  const { id, name, shortcut, content } = template;
  return (
    <li className="template" data-id={id}>
      <button type="button" className="template-name" onClick={() => onTool('edit')}>
        <span className="template-title">
          <bdi>{name}</bdi>
          {shortcut && <Shortcut shortcut={shortcut} />}
        </span>
        <bdi className="template-start">{startOf(content)}</bdi>
      </button>
      <div className="tools">
        {(Object.keys(icons) as Tool[]).map((tool) => (
          // Not disabled: what is pressed keeps the focus.
          <button
            key={tool}
            type="button"
            className="tool"
            data-tool={tool}
            aria-label={labelOf(tool, quoted(name))}
            title={labelOf(tool, quoted(name))}
            aria-disabled={isOff[tool] ?? false}
            onClick={() => !isOff[tool] && onTool(tool)}
          >
            <Icon name={icons[tool]} />
          </button>
        ))}
      </div>
    </li>
  );
}

export function Shortcut({ shortcut }: { shortcut: string }) {
  return (
    <kbd className="shortcut">
      <bdi>/{shortcut}</bdi>
    </kbd>
  );
}

/** What is longer is cut by the screen; a whole message need not be laid out for a line. */
const START_LENGTH = 120;

/** The beginning of a message, in one line. */
export function startOf(content: string): string {
  return content.slice(0, START_LENGTH).replaceAll(/\s+/g, ' ').trim().toWellFormed();
}
