import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { i18n } from '#i18n';
import type { InboxChat } from '../../../shared/whatsapp/inbox.ts';
import { Icon } from '../../ui/icon.tsx';
import { fold } from '../../ui/search.ts';
import type { Folder, Organised } from '../organised.ts';
import type { Overlays } from '../overlays.ts';
import { isInFolder } from '../shown.ts';
import { failureSentence } from './ask.ts';
import { ChatRow } from './chat-row.tsx';
import type { ChatList as List } from './use-chats.ts';

const UNFILED = 'unfiled';
/** Fewer are seen at a glance. */
const SEARCH_FROM_CHATS = 6;

interface Props {
  readonly list: List;
  readonly organised: Organised;
  readonly overlays: Overlays;
  readonly onOpen: (chat: InboxChat) => void;
}

/** The chats of an account on the server: newest first, archived ones folded away, more of them on the way down. */
export function ChatList({ list, organised, overlays, onOpen }: Props) {
  const { known, failure, isLoading, more, renew } = list;
  const [query, setQuery] = useState('');
  const [folderId, setFolderId] = useState('');
  if (!known) {
    return failure ? (
      <div className="inbox-empty">
        <p role="alert">{failureSentence(failure)}</p>
        <button type="button" className="outlined" disabled={isLoading} onClick={renew}>
          {i18n.t('notSaved.retry')}
        </button>
      </div>
    ) : (
      <Loading />
    );
  }
  const { chats, next } = known;
  const wanted = fold(query.trim());
  // One that was deleted narrows no more.
  const shown = folderId === UNFILED || organised.folders.some(({ id }) => id === folderId) ? folderId : '';
  const found = chats.filter(
    ({ id, title }) => (wanted === '' || fold(title).includes(wanted)) && isInFolder(organised, id, shown),
  );
  const listed = found.filter(({ isArchived }) => !isArchived);
  const archived = found.filter(({ isArchived }) => isArchived);
  const isNarrowed = wanted !== '' || shown !== '';
  const rows = (part: readonly InboxChat[], label: string) => (
    <ul className="inbox-chats" aria-label={label} onKeyDown={step}>
      {part.map((chat, index) => (
        <ChatRow
          key={chat.id}
          chat={chat}
          organised={organised}
          overlays={overlays}
          isFirst={index === 0}
          onOpen={() => onOpen(chat)}
        />
      ))}
    </ul>
  );
  return (
    <div className="inbox-list" aria-busy={isLoading}>
      {chats.length > 0 && (
        <Find
          canSearch={chats.length >= SEARCH_FROM_CHATS || wanted !== ''}
          query={query}
          onQuery={setQuery}
          folders={organised.folders}
          folderId={shown}
          onFolder={setFolderId}
        />
      )}
      {failure && (
        <p className="link-problem is-soft" role="alert">
          {failureSentence(failure)}{' '}
          <button type="button" className="text-button" disabled={isLoading} onClick={renew}>
            {i18n.t('notSaved.retry')}
          </button>
        </p>
      )}
      {listed.length > 0 && rows(listed, i18n.t('inbox.chats'))}
      {found.length === 0 && (
        <p className="inbox-empty quiet-line" role="status">
          {!isNarrowed
            ? i18n.t('inbox.empty')
            : wanted !== ''
              ? i18n.t('search.nothing', [query.trim()])
              : i18n.t('inbox.noneInFolder')}
        </p>
      )}
      {archived.length > 0 && (
        <details className="inbox-fold" open={isNarrowed && listed.length === 0 ? true : undefined}>
          <summary>
            {i18n.t('inbox.archived')} <small>{archived.length}</small>
          </summary>
          {rows(archived, i18n.t('inbox.archived'))}
        </details>
      )}
      {next !== null && <More isLoading={isLoading} isNarrowed={isNarrowed} onMore={more} />}
    </div>
  );
}

interface FindProps {
  readonly canSearch: boolean;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly folders: readonly Folder[];
  readonly folderId: string;
  readonly onFolder: (folderId: string) => void;
}

/** What the list is narrowed to: by a chat's name, and by its folder. */
function Find({ canSearch, query, onQuery, folders, folderId, onFolder }: FindProps) {
  if (!canSearch && folders.length === 0) return null;
  return (
    <div className="inbox-find">
      {canSearch && (
        <label className="inbox-search">
          <Icon name="search" />
          <input
            type="search"
            dir="auto"
            aria-label={i18n.t('inbox.search')}
            placeholder={i18n.t('inbox.search')}
            value={query}
            onChange={({ target }) => onQuery(target.value)}
          />
        </label>
      )}
      {folders.length > 0 && (
        <select
          aria-label={i18n.t('views.folder')}
          value={folderId}
          data-narrows={folderId !== '' || undefined}
          onChange={({ target }) => onFolder(target.value)}
        >
          <option value="">{i18n.t('folders.all')}</option>
          <option value={UNFILED}>{i18n.t('folders.unfiled')}</option>
          {folders.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

/** Read by itself when it comes into sight; while something is searched, when it is asked for. */
function More({
  isLoading,
  isNarrowed,
  onMore,
}: {
  isLoading: boolean;
  isNarrowed: boolean;
  onMore: () => void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isLoading || isNarrowed || !button.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore());
    observer.observe(button.current);
    return () => observer.disconnect();
  });
  return (
    <button ref={button} type="button" className="wide quiet" aria-disabled={isLoading} onClick={onMore}>
      {i18n.t(isLoading ? 'popup.working' : isNarrowed ? 'inbox.searchMore' : 'inbox.more')}
    </button>
  );
}

function Loading() {
  return (
    <div className="inbox-loading" role="status">
      <span className="visually-hidden">{i18n.t('popup.working')}</span>
      {[0, 1, 2, 3, 4].map((row) => (
        <span key={row} aria-hidden="true" />
      ))}
    </div>
  );
}

/** One row has a place in the order of Tab; arrows lead to the others. */
function step(event: KeyboardEvent<HTMLElement>): void {
  const { key, currentTarget, target } = event;
  const rows = [...currentTarget.querySelectorAll<HTMLElement>('.inbox-chat')];
  const at = rows.findIndex((row) => row === target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[key];
  const row = to === undefined ? undefined : rows[to];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  row?.focus();
}
