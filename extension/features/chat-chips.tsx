import { i18n } from '#i18n';
import { colorOf, colorValue } from '../ui/colors.ts';
import { Icon } from '../ui/icon.tsx';
import { foldersOf, type Organised } from './organised.ts';
import type { Organising } from './organising.ts';
import { chatMenu, tagPicker } from './overlay-kinds.ts';

interface Props {
  readonly page: Pick<Organising, 'overlays'>;
  readonly organised: Organised;
  readonly chatId: string;
}

/** The priority, the tag and the folders of a chat, each a way to change it. */
export function ChatChips({ page, organised, chatId }: Props) {
  const { priorityByChat, tagByChat } = organised;
  const priority = priorityByChat.get(chatId);
  const tag = tagByChat.get(chatId);
  const own = foldersOf(organised, chatId);
  const chatIds = [chatId];
  const openMenu = (anchor: Element) => page.overlays.open(chatMenu, anchor, { chatIds });
  return (
    <>
      <button
        type="button"
        className="bar-chip"
        aria-haspopup="menu"
        data-empty={!priority || undefined}
        onClick={({ currentTarget }) => openMenu(currentTarget)}
      >
        <span className="flag" style={{ color: priority && colorValue(priority.color) }}>
          <Icon name="flag" size={14} />
        </span>
        <bdi className="chip-name">{priority?.name ?? i18n.t('priorities.give')}</bdi>
      </button>
      <button
        type="button"
        className="bar-chip"
        aria-haspopup="dialog"
        data-empty={tag === undefined || undefined}
        onClick={({ currentTarget }) => page.overlays.open(tagPicker, currentTarget, { chatIds })}
      >
        <span className="flag" style={{ color: tag === undefined ? undefined : colorOf(tag) }}>
          <Icon name="tag" size={14} />
        </span>
        <bdi className="chip-name">{tag ?? i18n.t('tags.give')}</bdi>
      </button>
      <button
        type="button"
        className="bar-chip folders"
        aria-haspopup="menu"
        data-empty={own.length === 0 || undefined}
        onClick={({ currentTarget }) => openMenu(currentTarget)}
      >
        <Icon name="folder" size={14} />
        <bdi className="chip-name">
          {own.map(({ name }) => name).join(i18n.t('comma')) || i18n.t('folders.give')}
        </bdi>
      </button>
    </>
  );
}
