import { useId, useRef, useState, type FormEvent } from 'react';
import { i18n } from '#i18n';
import { account } from '../../../shared/entities/account.ts';
import { deriveId } from '../../../shared/sync/entity.ts';
import { put } from '../../../shared/sync/operations.ts';
import { useReplica, useRows, useScreenState } from '../../replica/use-rows.ts';
import { colors } from '../../ui/colors.ts';
import { accountOf } from '../accounts-of.ts';
import { failureSentence } from '../refusal.ts';
import { phoneDigits } from './phone-number.ts';

const NAME_LENGTH_MAX = 100;

type Flaw = 'number' | 'name';

interface Props {
  /** It is here now, or was already. */
  readonly onAdded: (accountId: string) => void;
  readonly onCancel: () => void;
}

/** Adds an account that no tab has ever shown, by its number. */
export function AddAccount({ onAdded, onCancel }: Props) {
  const replica = useReplica();
  const rows = useRows();
  const { user } = useScreenState();
  const [number, setNumber] = useState('');
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<Flaw | { readonly sentence: string } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const [numberId, nameId, problemId, title] = [useId(), useId(), useId(), useId()];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const phoneNumber = phoneDigits(number);
    const flaw = phoneNumber === null ? 'number' : name.trim() === '' ? 'name' : null;
    setProblem(flaw);
    if (flaw) form.current?.querySelector<HTMLInputElement>(`[data-field="${flaw}"]`)?.focus();
    if (flaw || phoneNumber === null || !user) return;
    const there = accountOf(rows, phoneNumber);
    if (there) return onAdded(there.id);
    const fields = {
      phoneNumber,
      name: name.trim(),
      color: colors[rows.account.size % colors.length] ?? 'teal',
      isBusinessAccount: false,
    };
    const result = await replica.mutate([put('account', user.id, fields)]);
    if (result.ok) onAdded(deriveId(account, user.id, fields));
    else setProblem({ sentence: failureSentence(result) });
  };
  const sentence =
    problem === 'number'
      ? i18n.t('accounts.numberInvalid')
      : problem === 'name'
        ? i18n.t('accounts.nameMissing')
        : problem?.sentence;
  const flawOf = (field: Flaw) =>
    problem === field ? { 'aria-invalid': true, 'aria-describedby': problemId } : {};
  return (
    <form
      ref={form}
      className="link-card account-form"
      aria-labelledby={title}
      noValidate
      onSubmit={(event) => void submit(event)}
    >
      <h2 id={title}>{i18n.t('accounts.add')}</h2>
      <p className="quiet-line">{i18n.t('accounts.addHint')}</p>
      <div className="field">
        <label htmlFor={numberId}>{i18n.t('accounts.number')}</label>
        <input
          id={numberId}
          data-field="number"
          type="tel"
          dir="ltr"
          autoComplete="tel"
          placeholder="+55 11 91234 5678"
          value={number}
          autoFocus
          onChange={({ target }) => setNumber(target.value)}
          {...flawOf('number')}
        />
      </div>
      <div className="field">
        <label htmlFor={nameId}>{i18n.t('accounts.name')}</label>
        <input
          id={nameId}
          data-field="name"
          dir="auto"
          maxLength={NAME_LENGTH_MAX}
          placeholder={i18n.t('accounts.namePlaceholder')}
          value={name}
          onChange={({ target }) => setName(target.value)}
          {...flawOf('name')}
        />
      </div>
      {sentence && (
        <p className="field-problem" id={problemId} role="alert">
          {sentence}
        </p>
      )}
      <div className="link-ways">
        <button type="submit" className="primary">
          {i18n.t('accounts.addIt')}
        </button>
        <button type="button" className="quiet" onClick={onCancel}>
          {i18n.t('form.cancel')}
        </button>
      </div>
    </form>
  );
}
