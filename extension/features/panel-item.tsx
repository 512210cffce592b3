import { useState, type ReactNode } from 'react';
import { i18n } from '#i18n';
import { IconButton } from '../ui/icon-button.tsx';
import { change, moveTo } from './edits.ts';
import { NameForm, type NameAndColor, type NameWords } from './name-form.tsx';
import type { Folder, Priority, View } from './organised.ts';
import type { PanelScope } from './panel-scope.ts';

type Named = Folder | Priority | View;

interface Props<Name extends 'folder' | 'priority' | 'view'> {
  readonly scope: PanelScope;
  readonly entity: Name;
  readonly row: Named;
  readonly siblings: readonly Named[];
  readonly words: NameWords;
  readonly labels: { readonly edit: string; readonly remove: string };
  /** Before the name: what shows the colour. */
  readonly mark: ReactNode;
  readonly note?: string;
  readonly edited: (fields: NameAndColor) => string;
  readonly onRemove: () => void;
  /** What opens under it. */
  readonly children?: ReactNode;
}

/** A folder, a priority or a view among the others: its place, name and colour, and its end. */
export function PanelItem<Name extends 'folder' | 'priority' | 'view'>(props: Props<Name>) {
  const { scope, entity, row, siblings, words, labels, mark, note, edited, onRemove, children } = props;
  const [isOpen, setOpen] = useState(false);
  const [isEditing, setEditing] = useState(false);
  if (isEditing) {
    return (
      <li>
        <NameForm
          words={words}
          row={row}
          siblings={siblings}
          onCancel={() => setEditing(false)}
          onSubmit={(fields) => {
            setEditing(false);
            void scope.acts.do(change(entity, row as never, fields as never), edited(fields));
          }}
        />
      </li>
    );
  }
  const at = siblings.findIndex(({ id }) => id === row.id);
  const move = (step: 1 | -1) =>
    void scope.acts.do(moveTo(entity, siblings, row, at + step), i18n.t('folders.moved', [row.name]));
  const name = (
    <>
      {mark}
      <bdi>{row.name}</bdi>
      {note && <small>{note}</small>}
    </>
  );
  return (
    <li className="panel-item">
      <div className="panel-line">
        {children === undefined ? (
          <span className="panel-name">{name}</span>
        ) : (
          <button
            type="button"
            className="panel-name"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {name}
          </button>
        )}
        <IconButton
          label={i18n.t('panel.moveUp', [row.name])}
          icon="up"
          isOff={at <= 0}
          onClick={() => move(-1)}
        />
        <IconButton
          label={i18n.t('panel.moveDown', [row.name])}
          icon="downArrow"
          isOff={at >= siblings.length - 1}
          onClick={() => move(1)}
        />
        <IconButton label={labels.edit} icon="edit" onClick={() => setEditing(true)} />
        <IconButton label={labels.remove} icon="remove" onClick={onRemove} />
      </div>
      {isOpen && children}
    </li>
  );
}
