import { useId, type ReactNode } from 'react';
import { i18n } from '#i18n';
import { numberWord } from '../../ui/language.ts';

/** From this part of a limit on, what is left of it is shown. */
const NEAR_LIMIT = 0.8;

/** How far a text is from its limit, once it is near. */
export function Count({ length, max }: { length: number; max: number }) {
  if (length < max * NEAR_LIMIT) return null;
  return (
    <span className="field-count" data-over={length > max || undefined}>
      {i18n.t('templates.form.count', [numberWord(length), numberWord(max)])}
    </span>
  );
}

interface Props {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  /** Stands before what is typed and is not part of it. */
  readonly prefix?: string;
  readonly problem?: string | undefined;
  readonly hint?: string | undefined;
  readonly count?: ReactNode;
  readonly onChange: (text: string) => void;
}

/** One line of text. Nothing is cut while it is typed or pasted; what is too long is said. */
export function TextField({
  name,
  label,
  value,
  placeholder,
  prefix,
  problem,
  hint,
  count,
  onChange,
}: Props) {
  const id = useId();
  return (
    <div className="text-field">
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        {count}
      </div>
      <div className="field-line">
        {prefix && (
          <span className="field-prefix" aria-hidden="true">
            {prefix}
          </span>
        )}
        <input
          id={id}
          name={name}
          dir="auto"
          value={value}
          placeholder={placeholder}
          autoComplete="off"
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}-said`}
          onChange={({ target }) => onChange(target.value)}
        />
      </div>
      <div id={`${id}-said`}>
        <Said problem={problem} hint={hint} />
      </div>
    </div>
  );
}

/** What is wrong with a field, else what is worth knowing. */
export function Said({ problem, hint }: { problem?: string | undefined; hint?: string | undefined }) {
  return (
    <>
      {problem !== undefined && (
        <p className="field-problem" role="alert">
          <bdi>{problem}</bdi>
        </p>
      )}
      {problem === undefined && hint !== undefined && (
        <p className="field-hint">
          <bdi>{hint}</bdi>
        </p>
      )}
    </>
  );
}
