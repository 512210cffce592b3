import { useState } from 'react';
import { i18n } from '#i18n';
import type { Row } from '../../../shared/entities/index.ts';
import { useReplica, useRows, useScreenState } from '../../replica/use-rows.ts';
import { ActToast } from '../act-toast.tsx';
import { Acts } from '../acts.ts';
import { createFolder, editFolder, moveFolder, removeFolder } from './edits.ts';
import { FolderForm } from './folder-form.tsx';
import { FolderItem } from './folder-item.tsx';
import { shelfOf } from './shelf.ts';

/** An account's folders, to be made, named, ordered and deleted without WhatsApp Web. */
export function FolderPanel({ account }: { account: Row<'account'> }) {
  const replica = useReplica();
  const rows = useRows();
  const { user, pages } = useScreenState();
  const [isAdding, setAdding] = useState(false);
  const [acts] = useState(() => new Acts(replica));
  const userId = user?.id ?? '';
  const shelf = shelfOf(rows, account.id, new Map());
  const page = pages.find((each) => each.account?.phoneNumber === account.phoneNumber);

  return (
    <section aria-labelledby="folders-title">
      <h2 id="folders-title">{i18n.t('panel.folders')}</h2>
      {shelf.folders.length === 0 && !isAdding && <p className="quiet-line">{i18n.t('panel.noFolders')}</p>}
      <ul className="folders">
        {shelf.folders.map((folder, index) => (
          <FolderItem
            key={folder.id}
            folder={folder}
            others={shelf.folders}
            chatIds={shelf.chatsOf(folder.id)}
            page={page}
            place={{ shelf, userId, isFirst: index === 0, isLast: index === shelf.folders.length - 1 }}
            onEdit={(fields) =>
              void acts.do(editFolder(folder, fields), i18n.t('folders.edited', [fields.name]))
            }
            onMove={(step) =>
              void acts.do(moveFolder(shelf, folder, index + step), i18n.t('folders.moved', [folder.name]))
            }
            onRemove={() => void acts.do([removeFolder(folder)], i18n.t('folders.removed', [folder.name]))}
            onTakeOut={(operations, said) => void acts.do(operations, said)}
            onSay={(text) => acts.say(text)}
          />
        ))}
      </ul>
      {isAdding ? (
        <FolderForm
          folders={shelf.folders}
          onCancel={() => setAdding(false)}
          onSubmit={({ name, color }) => {
            setAdding(false);
            void acts.do([createFolder(shelf, name, color)], i18n.t('folders.created', [name]));
          }}
        />
      ) : (
        <button type="button" className="wide outlined" onClick={() => setAdding(true)}>
          {i18n.t('panel.newFolder')}
        </button>
      )}
      <div role="status" className="done">
        <ActToast acts={acts} />
      </div>
    </section>
  );
}
