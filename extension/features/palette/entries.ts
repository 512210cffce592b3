import { i18n } from '#i18n';
import { phoneOf } from '../../../shared/whatsapp/chat-id.ts';
import { sendMessage } from '../../replica/use-rows.ts';
import { colorOf, colorValue } from '../../ui/colors.ts';
import type { Choice } from '../../ui/search-list.tsx';
import type { Chat } from '../../whatsapp/index.ts';
import { accountsInOrder } from '../accounts-of.ts';
import { actFile, actPrioritise, actTag } from '../acts-on-chats.ts';
import { inOrder, type Organised } from '../organised.ts';
import { tagPicker, templatePicker } from '../overlay-kinds.ts';
import type { PageModel } from '../page-model.ts';
import { everything, shownOf } from '../shown.ts';

/** Everything that can be done or gone to right now, the likeliest first. */
export function entriesOf(page: PageModel, organised: Organised): Choice[] {
  const chatId = page.whatsapp.activeChat.get();
  return [
    ...undoEntry(page),
    ...(chatId === null ? [] : chatEntries(page, organised, chatId)),
    ...listEntries(page, organised),
    ...panelEntries(page),
    ...accountEntries(page, organised),
    // Locked chats, and people who were never written to, are not in WhatsApp's list either.
    ...[...page.whatsapp.chats.get().values()].filter(isFound).map((chat): Choice => ({
      id: `chat ${chat.id}`,
      label: chat.title || chat.id,
      note: numberOf(chat) ?? i18n.t('palette.chat'),
      act: () =>
        void page.whatsapp.openChat(chat.id).then((outcome) => {
          if (outcome !== 'done') page.acts.say(i18n.t('panel.cannotOpen'));
        }),
    })),
  ];
}

const isFound = ({ isListed, isArchived }: Chat): boolean => isListed || isArchived;

/** Tells people of one name apart. */
function numberOf({ id, alias }: Chat): string | undefined {
  const phone = phoneOf(id) ?? (alias === null ? undefined : phoneOf(alias));
  return phone && `+${phone}`;
}

function undoEntry(page: PageModel): Choice[] {
  const said = page.acts.last.get();
  if (!said?.undo) return [];
  return [{ id: 'undo', label: i18n.t('palette.undo', [said.text]), act: () => void page.acts.undo() }];
}

function chatEntries(page: PageModel, organised: Organised, chatId: string): Choice[] {
  const { folders, priorities, folderIdsByChat, priorityByChat, tagByChat, tags, accountId } = organised;
  const note = page.chatTitle(chatId);
  const given = priorityByChat.get(chatId);
  const templates = inOrder<'template'>(page.replica.rows.get().template, accountId);
  return [
    ...templates.map((template): Choice => ({
      id: `template ${template.id}`,
      label: i18n.t('palette.insert', [template.name]),
      note,
      act: () => page.overlays.openNext(templatePicker, document.body, { chatId, templateId: template.id }),
    })),
    ...folders.map((folder): Choice => {
      const isIn = folderIdsByChat.get(chatId)?.has(folder.id) ?? false;
      return {
        id: `file ${folder.id}`,
        label: i18n.t(isIn ? 'palette.takeOut' : 'palette.file', [folder.name]),
        color: colorValue(folder.color),
        note,
        act: () => actFile(page, [chatId], folder, !isIn),
      };
    }),
    ...priorities
      .filter(({ id }) => id !== given?.id)
      .map((priority): Choice => ({
        id: `prioritise ${priority.id}`,
        label: i18n.t('palette.prioritise', [priority.name]),
        color: colorValue(priority.color),
        note,
        act: () => actPrioritise(page, [chatId], priority),
      })),
    ...(given
      ? [
          {
            id: 'unprioritise',
            label: i18n.t('palette.unprioritise', [given.name]),
            note,
            act: () => actPrioritise(page, [chatId], null),
          },
        ]
      : []),
    ...[...tags.keys()]
      .filter((tag) => tag !== tagByChat.get(chatId))
      .map((tag): Choice => ({
        id: `tag ${tag}`,
        label: i18n.t('palette.tag', [tag]),
        color: colorOf(tag),
        note,
        act: () => actTag(page, [chatId], tag),
      })),
    {
      id: 'new tag',
      label: i18n.t('palette.newTag'),
      note,
      act: () => page.overlays.openNext(tagPicker, document.body, { chatIds: [chatId] }),
    },
  ];
}

function listEntries(page: PageModel, { folders, views }: Organised): Choice[] {
  const show = (folderId: string) => () => page.shown.set({ ...everything, folderId });
  return [
    { id: 'all', label: i18n.t('palette.all'), note: i18n.t('folders.label'), act: show('') },
    ...folders.map(({ id, name, color }): Choice => ({
      id: `folder ${id}`,
      label: name,
      color: colorValue(color),
      note: i18n.t('palette.folder'),
      act: show(id),
    })),
    ...(folders.length > 0
      ? [
          {
            id: 'unfiled',
            label: i18n.t('folders.unfiled'),
            note: i18n.t('palette.folder'),
            act: show('unfiled'),
          },
        ]
      : []),
    ...views.map((view): Choice => ({
      id: `view ${view.id}`,
      label: view.name,
      color: colorValue(view.color),
      note: i18n.t('views.view'),
      act: () => page.shown.set(shownOf(view)),
    })),
  ];
}

function panelEntries(page: PageModel): Choice[] {
  const sections = [
    ['queue', i18n.t('queue.title')],
    ['folders', i18n.t('panel.folders')],
    ['priorities', i18n.t('priorities.title')],
    ['tags', i18n.t('tags.title')],
    ['templates', i18n.t('guard.templates')],
  ] as const;
  return sections.map(([id, title]): Choice => ({
    id: `panel ${id}`,
    label: title,
    note: i18n.t('panel.organise'),
    act: () => page.panel.set(id),
  }));
}

function accountEntries(page: PageModel, { accountId }: Organised): Choice[] {
  return accountsInOrder(page.replica.rows.get())
    .filter(({ id }) => id !== accountId)
    .map(({ id, name, color, phoneNumber }): Choice => ({
      id: `account ${id}`,
      label: name,
      color: colorValue(color),
      note: i18n.t('palette.account', [`+${phoneNumber}`]),
      act: () =>
        void sendMessage('openAccount', { phoneNumber }).then((result) => {
          if (!result.ok) page.acts.say(i18n.t('palette.accountNotOpen', [name]));
        }),
    }));
}
