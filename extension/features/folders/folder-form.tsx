import { useEffect, useRef, useState, type FormEvent } from 'react';
import { i18n } from '#i18n';
import { NAME_LENGTH_MAX } from '../../../shared/sync/fields.ts';
import { colors, colorValue } from '../../ui/colors.ts';
import type { Folder } from './shelf.ts';

interface Props {
  /** Absent for a new one. */
  readonly folder?: Folder;
  readonly folders: readonly Folder[];
  readonly onSubmit: (fields: { name: string; color: string }) => void;
  readonly onCancel: () => void;
}

/** A folder's name and colour. */
export function FolderForm({ folder, folders, onSubmit, onCancel }: Props) {
  const [name, setName] = useState(folder?.name ?? '');
  const [color, setColor] = useState<string>(
    folder?.color ?? colors[folders.length % colors.length] ?? 'teal',
  );
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const trimmed = name.trim();
    const isTaken = folders.some((other) => other.id !== folder?.id && other.name === trimmed);
    if (!trimmed || isTaken) {
      setProblem(i18n.t(trimmed ? 'folders.nameTaken' : 'folders.nameMissing'));
      input.current?.focus();
    } else onSubmit({ name: trimmed, color });
  };

  return (
    <form className="folder-form" onSubmit={submit} noValidate>
      <label className="field">
        <span>{i18n.t('folders.name')}</span>
        <input
          ref={input}
          dir="auto"
          value={name}
          maxLength={NAME_LENGTH_MAX}
          placeholder={i18n.t('folders.namePlaceholder')}
          aria-invalid={problem !== null}
          onChange={({ target }) => {
            setName(target.value);
            setProblem(null);
          }}
        />
      </label>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <fieldset className="swatches">
        <legend>{i18n.t('folders.color')}</legend>
        {colors.map((each) => (
          <label key={each} title={i18n.t(`colors.${each}`)}>
            <input
              type="radio"
              name="color"
              aria-label={i18n.t(`colors.${each}`)}
              checked={color === each}
              onChange={() => setColor(each)}
            />
            <span className="swatch" style={{ background: colorValue(each) }} />
          </label>
        ))}
      </fieldset>
      <div className="actions">
        <button type="button" className="quiet" onClick={onCancel}>
          {i18n.t('folders.cancel')}
        </button>
        <button type="submit" className="primary">
          {i18n.t(folder ? 'folders.save' : 'folders.create')}
        </button>
      </div>
    </form>
  );
}
