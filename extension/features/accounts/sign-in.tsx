import { useId, useRef, useState, type FormEvent } from 'react';
import { i18n } from '#i18n';
import { sendMessage } from '../../replica/use-rows.ts';
import { problemOf, validate, type Problem } from './credentials.ts';

/** Signs in or up. Each problem stands at the field that it is about. */
export function SignIn({ email: known, hint }: { email: string; hint: string }) {
  const [isNew, setNew] = useState(false);
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isWorking, setWorking] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const fail = (found: Problem) => {
    setProblem(found);
    if (found.field) form.current?.querySelector<HTMLInputElement>(`[name="${found.field}"]`)?.focus();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const credentials = { email: email.trim(), password };
    const found = validate(credentials, isNew);
    if (found) {
      fail(found);
      return;
    }
    setWorking(true);
    const result = await sendMessage(isNew ? 'signUp' : 'signIn', credentials);
    setWorking(false);
    if (!result.ok) fail(problemOf(result.code));
  };

  return (
    <form ref={form} className="sign-in" onSubmit={(event) => void submit(event)} noValidate>
      <p className="quiet-line">{hint}</p>
      <Field
        name="email"
        label={i18n.t('popup.email')}
        type="email"
        autoComplete="username"
        value={email}
        problem={problem}
        onChange={(value) => {
          setEmail(value);
          setProblem(null);
        }}
      />
      <Field
        name="password"
        label={i18n.t('popup.password')}
        type="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        placeholder={isNew ? i18n.t('popup.passwordHint') : ''}
        value={password}
        problem={problem}
        onChange={(value) => {
          setPassword(value);
          setProblem(null);
        }}
      />
      {problem && !problem.field && (
        <p className="field-problem" role="alert">
          {problem.sentence}
        </p>
      )}
      <button type="submit" className="primary wide" disabled={isWorking}>
        {i18n.t(isWorking ? 'popup.working' : isNew ? 'popup.signUp' : 'popup.signIn')}
      </button>
      <button
        type="button"
        className="quiet wide"
        onClick={() => {
          setNew(!isNew);
          setProblem(null);
        }}
      >
        {i18n.t(isNew ? 'popup.toSignIn' : 'popup.toSignUp')}
      </button>
    </form>
  );
}

interface FieldProps {
  readonly name: 'email' | 'password';
  readonly label: string;
  readonly type: string;
  readonly autoComplete: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly problem: Problem | null;
  readonly onChange: (value: string) => void;
}

function Field({ label, problem, onChange, ...input }: FieldProps) {
  const id = useId();
  const isWrong = problem?.field === input.name;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        {...input}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-problem` : undefined}
        onChange={({ target }) => onChange(target.value)}
      />
      {isWrong && (
        <p className="field-problem" id={`${id}-problem`} role="alert">
          {problem.sentence}
        </p>
      )}
    </div>
  );
}
