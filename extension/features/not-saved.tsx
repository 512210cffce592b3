import { i18n } from '#i18n';
import type { Operation } from '../../shared/sync/protocol.ts';
import { useNotices, type ScreenState } from '../replica/use-rows.ts';
import { uiDirection } from '../ui/language.ts';
import { refusalSentence } from './refusal.ts';

type Notice = ScreenState['notices'][number];

/** How many things are named before the rest is counted. */
const NAMED_MAX = 3;

/** What the server refused: each reason once, what it is about, and the ways on. It stays until it is answered. */
export function NotSaved({ className }: { className: string }) {
  const { notices, dismiss, retry } = useNotices();
  return [...Map.groupBy(notices, (notice) => refusalSentence(causeOf(notice, notices)))].map(
    ([reason, refused]) => (
      <section key={reason} className={className} role="status" aria-label={i18n.t('notSaved.label')}>
        <p>
          <strong>{i18n.t('notSaved.because', [reason])}</strong>
          <br />
          <bdi dir={uiDirection()}>{namesOf(refused)}</bdi>
        </p>
        <div className="ways">
          {refused.some(isWorthRetrying) && (
            <button type="button" onClick={() => retry(refused)}>
              {i18n.t('notSaved.retry')}
            </button>
          )}
          <button type="button" onClick={() => dismiss(refused)}>
            {i18n.t('notSaved.dismiss')}
          </button>
        </div>
      </section>
    ),
  );
}

/** What was made for something that was refused itself, was refused for that. */
function causeOf(notice: Notice, notices: readonly Notice[]): Notice {
  const { code, operation } = notice;
  const fields: Readonly<Record<string, unknown>> = operation?.fields ?? {};
  const parents = new Set([fields['folderId'], fields['priorityId']].filter(Boolean));
  if (code !== 'not_found' || parents.size === 0) return notice;
  return notices.find(({ operation: other }) => other?.op === 'create' && parents.has(other.id)) ?? notice;
}

/** The same again is refused again when it is not valid; a limit may be raised, and what is gone may come back. */
const isWorthRetrying = ({ code, operation }: Notice) => code !== 'invalid_mutation' && operation !== null;

function namesOf(notices: readonly Notice[]): string {
  const names = notices.slice(0, NAMED_MAX).map(({ operation }) => nameOf(operation));
  const rest = notices.length - names.length;
  return [...names, ...(rest > 0 ? [i18n.t('notSaved.more', rest)] : [])].join(i18n.t('comma'));
}

function nameOf(operation: Operation | null): string {
  if (!operation) return i18n.t('notSaved.something');
  const fields: Readonly<Record<string, unknown>> = operation.fields ?? {};
  const name = operation.entity === 'preference' ? undefined : (fields['name'] ?? fields['tag']);
  const thing = things[operation.entity]?.() ?? i18n.t('notSaved.something');
  return typeof name === 'string' ? i18n.t('notSaved.named', [thing, name]) : thing;
}

const things: Partial<Record<Operation['entity'], () => string>> = {
  account: () => i18n.t('notSaved.account'),
  folder: () => i18n.t('notSaved.folder'),
  'chat-folder': () => i18n.t('notSaved.chatFolder'),
  priority: () => i18n.t('notSaved.priority'),
  'chat-priority': () => i18n.t('notSaved.chatPriority'),
  'chat-tag': () => i18n.t('notSaved.tag'),
  template: () => i18n.t('notSaved.template'),
  view: () => i18n.t('notSaved.view'),
  preference: () => i18n.t('notSaved.preference'),
};
