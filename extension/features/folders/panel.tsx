import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import type { Row } from '../../../shared/entities/index.ts';
import type { Operation } from '../../../shared/sync/protocol.ts';
import { useReplica, useRows, useScreenState } from '../../replica/use-rows.ts';
import { createFolder, editFolder, moveFolder, removeFolder } from './edits.ts';
import { FolderForm } from './folder-form.tsx';
import { FolderItem } from './folder-item.tsx';
import { shelfOf } from './shelf.ts';

const UNDO_MS = 10_000;

interface Done {
  readonly text: string;
  readonly undo?: readonly Operation[];
}

/** An account's folders, to be made, named, ordered and deleted without WhatsApp Web. */
export function FolderPanel({ account }: { account: Row<'account'> }) {
  const replica = useReplica();
  const rows = useRows();
  const { user, pages } = useScreenState();
  const [isAdding, setAdding] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(null), UNDO_MS);
    return () => clearTimeout(timer);
  }, [done]);

  const userId = user?.id ?? '';
  const shelf = shelfOf(rows, account.id, new Map());
  const page = pages.find((each) => each.account?.phoneNumber === account.phoneNumber);
  const edit = async (operations: readonly Operation[], said: Done | null = null) => {
    if (operations.length === 0) return;
    setDone(said);
    const result = await replica.mutate(operations);
    if (!result.ok) setDone({ text: result.message });
  };

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
            onEdit={(fields) => void edit(editFolder(folder, fields))}
            onMove={(step) => void edit(moveFolder(shelf, folder, index + step))}
            onRemove={() => {
              const { remove, undo } = removeFolder(shelf, userId, folder);
              void edit([remove], { text: i18n.t('folders.removed', [folder.name]), undo });
            }}
            onTakeOut={(operations, said) => void edit(operations, said)}
            onSay={(text) => setDone({ text })}
          />
        ))}
      </ul>
      {isAdding ? (
        <FolderForm
          folders={shelf.folders}
          onCancel={() => setAdding(false)}
          onSubmit={({ name, color }) => {
            setAdding(false);
            void edit([createFolder(shelf, name, color)]);
          }}
        />
      ) : (
        <button type="button" className="wide outlined" onClick={() => setAdding(true)}>
          {i18n.t('panel.newFolder')}
        </button>
      )}
      <div role="status" className="done">
        {done && (
          <p className="toast">
            <bdi>{done.text}</bdi>
            {done.undo && (
              <button type="button" onClick={() => void edit(done.undo ?? [])}>
                {i18n.t('folders.undo')}
              </button>
            )}
          </p>
        )}
      </div>
    </section>
  );
}
