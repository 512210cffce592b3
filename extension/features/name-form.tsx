import {
  useEffect,
  useId,
  useRef,
  useState,
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { i18n } from '#i18n';
import { NAME_LENGTH_MAX } from '../../shared/sync/fields.ts';
import { colors, colorValue } from '../ui/colors.ts';

export interface NameWords {
  readonly label: string;
  readonly placeholder: string;
  readonly create: string;
  readonly missing: string;
  readonly taken: string;
}

export interface NameAndColor {
  readonly name: string;
  readonly color: string;
}

interface Props {
  readonly words: NameWords;
  /** Absent for a new one. */
  readonly row?: NameAndColor & { readonly id: string };
  readonly siblings: readonly { readonly id: string; readonly name: string }[];
  readonly onSubmit: (fields: NameAndColor) => void;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}

/** A name on one line: what can't be seen in it, or turns the text around it, is not kept. */
export const cleanName = (typed: string): string =>
  typed
    .replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .slice(0, NAME_LENGTH_MAX);

/** Escape ends the form alone, not what is around it. */
export const cancelsAtEscape = (cancel: () => void) => (event: KeyboardEvent) => {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  event.stopPropagation();
  cancel();
};

/** The name and colour of a folder, a priority or a view. Two may have one name; it is said, not forbidden. */
export function NameForm({ words, row, siblings, onSubmit, onCancel, children }: Props) {
  const [name, setName] = useState(row?.name ?? '');
  const [color, setColor] = useState<string>(row?.color ?? colors[siblings.length % colors.length] ?? 'teal');
  const [isMissing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  useEffect(() => input.current?.focus(), []);
  const cleaned = cleanName(name);
  const isTaken = siblings.some((other) => other.id !== row?.id && other.name === cleaned);
  const hint = isMissing ? words.missing : isTaken ? words.taken : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (cleaned) onSubmit({ name: cleaned, color });
    else {
      setMissing(true);
      input.current?.focus();
    }
  };

  return (
    <form className="name-form" onSubmit={submit} onKeyDown={cancelsAtEscape(onCancel)} noValidate>
      <label className="field">
        <span>{words.label}</span>
        <input
          ref={input}
          dir="auto"
          value={name}
          maxLength={NAME_LENGTH_MAX}
          placeholder={words.placeholder}
          aria-invalid={isMissing}
          aria-describedby={hint ? hintId : undefined}
          onChange={({ target }) => {
            setName(target.value);
            setMissing(false);
          }}
        />
      </label>
      {hint && (
        <p id={hintId} className={isMissing ? 'problem' : 'name-hint'} role={isMissing ? 'alert' : 'status'}>
          {hint}
        </p>
      )}
      <fieldset className="swatches">
        <legend>{i18n.t('form.color')}</legend>
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
      {children}
      <div className="actions">
        <button type="button" className="quiet" onClick={onCancel}>
          {i18n.t('form.cancel')}
        </button>
        <button type="submit" className="primary">
          {row ? i18n.t('form.save') : words.create}
        </button>
      </div>
    </form>
  );
}
