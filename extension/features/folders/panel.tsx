import { useId, useState } from 'react';
import { i18n } from '#i18n';
import { colorValue } from '../../ui/colors.ts';
import { createLast, erase, fileChats, prefer } from '../edits.ts';
import { NameForm } from '../name-form.tsx';
import type { CountingRule } from '../organised.ts';
import { PanelChats } from '../panel-chats.tsx';
import { PanelItem } from '../panel-item.tsx';
import type { PanelScope } from '../panel-scope.ts';
import { folderWords } from '../things.ts';

/** The folders of one account and their chats, and how the account is shown. */
export function FolderPanel({ scope }: { scope: PanelScope }) {
  const [isAdding, setAdding] = useState(false);
  const { organised, acts } = scope;
  const { folders, accountId } = organised;
  return (
    <section aria-labelledby="folders-title">
      <h2 id="folders-title">{i18n.t('panel.folders')}</h2>
      {folders.length === 0 && !isAdding && <p className="quiet-line">{i18n.t('panel.noFolders')}</p>}
      <ul className="panel-items">
        {folders.map((folder) => (
          <PanelItem
            key={folder.id}
            scope={scope}
            entity="folder"
            row={folder}
            siblings={folders}
            words={folderWords()}
            labels={{
              edit: i18n.t('panel.edit', [folder.name]),
              remove: i18n.t('panel.remove', [folder.name]),
            }}
            mark={
              <span className="dot" style={{ background: colorValue(folder.color) }} aria-hidden="true" />
            }
            note={i18n.t('chats.count', organised.chatsOf(folder.id).length)}
            edited={({ name }) => i18n.t('folders.edited', [name])}
            onRemove={() => void acts.do([erase('folder', folder)], i18n.t('folders.removed', [folder.name]))}
          >
            <PanelChats
              scope={scope}
              chatIds={organised.chatsOf(folder.id)}
              name={folder.name}
              empty={i18n.t('panel.emptyFolder')}
              onTakeOut={(chatId, title) =>
                void acts.do(
                  fileChats(organised, scope.userId, [chatId], folder.id, false),
                  i18n.t('chats.takenOut', [i18n.t('chats.one', [title]), folder.name]),
                )
              }
            />
          </PanelItem>
        ))}
      </ul>
      {isAdding ? (
        <NameForm
          words={folderWords()}
          siblings={folders}
          onCancel={() => setAdding(false)}
          onSubmit={(fields) => {
            setAdding(false);
            const create = createLast('folder', folders, { accountId, ...fields });
            void acts.do([create], i18n.t('folders.created', [fields.name]));
          }}
        />
      ) : (
        <button type="button" className="wide outlined" onClick={() => setAdding(true)}>
          {i18n.t('panel.newFolder')}
        </button>
      )}
      <Settings scope={scope} />
    </section>
  );
}

const countingRules: readonly CountingRule[] = ['chats', 'messages', 'dot'];

function Settings({ scope: { organised, userId, acts } }: { scope: PanelScope }) {
  const { accountId, folders, start, counting } = organised;
  const [startId, countingId, hintId] = [useId(), useId(), useId()];
  const set = (name: 'start' | 'counting', value: string, said: string) =>
    void acts.do([prefer(accountId, userId, name, value)], said);
  const startName = (value: string) =>
    value === 'unfiled' ? i18n.t('folders.unfiled') : folders.find(({ id }) => id === value)?.name;
  return (
    <div className="panel-form">
      <label htmlFor={startId}>{i18n.t('panel.start')}</label>
      <select
        id={startId}
        value={startName(start) === undefined ? '' : start}
        onChange={({ target: { value } }) => {
          const name = startName(value);
          set(
            'start',
            value,
            name === undefined ? i18n.t('folders.startsWithAll') : i18n.t('folders.startsWith', [name]),
          );
        }}
      >
        <option value="">{i18n.t('folders.all')}</option>
        <option value="unfiled">{i18n.t('folders.unfiled')}</option>
        {folders.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <label htmlFor={countingId}>{i18n.t('panel.counting')}</label>
      <select
        id={countingId}
        value={counting}
        aria-describedby={hintId}
        onChange={({ target }) => set('counting', target.value, i18n.t('panel.countingChanged'))}
      >
        {countingRules.map((rule) => (
          <option key={rule} value={rule}>
            {i18n.t(`panel.countingRule.${rule}`)}
          </option>
        ))}
      </select>
      <p id={hintId} className="quiet-line">
        {i18n.t('panel.countingHint')}
      </p>
    </div>
  );
}
