import { i18n } from '#i18n';
import { TAG_LENGTH_MAX } from '../../../shared/entities/chat-tag.ts';
import { useStore } from '../../replica/use-rows.ts';
import { colorOf } from '../../ui/colors.ts';
import { NameSearch } from '../../ui/search.ts';
import { SearchList, type Choice } from '../../ui/search-list.tsx';
import { uiDirection } from '../../ui/language.ts';
import { actTag } from '../acts-on-chats.ts';
import { cleanName } from '../name-form.tsx';
import { knownTag } from '../organised.ts';
import type { Organising } from '../organising.ts';
import { tagPicker } from '../overlay-kinds.ts';
import { PopoverFrame } from '../overlay-frames.tsx';
import { overlayPart, type OverlayFrame } from '../overlays.ts';
import { chatsWord } from '../things.ts';

const FOUND_MAX = 100;

/** The tag of some chats: typed, completed from those of the account, or taken away. */
function TagPicker({
  page,
  anchor,
  container,
  close,
  chatIds,
}: OverlayFrame<Organising> & { chatIds: readonly string[] }) {
  const organised = useStore(page.organised);
  if (!organised) return null;
  const { tags, tagByChat } = organised;
  const current = new Set(chatIds.map((chatId) => tagByChat.get(chatId)));
  const give = (tag: string | null) => {
    close();
    actTag(page, chatIds, tag);
  };
  const search = new NameSearch(
    [...tags].map(([tag, chats]): Choice => ({
      id: `tag ${tag}`,
      label: tag,
      color: colorOf(tag),
      note: i18n.t('chats.count', chats.length),
      isChecked: current.size === 1 && current.has(tag),
      act: () => give(tag),
    })),
    ({ label }) => label,
  );
  const find = (typed: string): Choice[] => {
    const tag = knownTag(tags, cleanName(typed)).slice(0, TAG_LENGTH_MAX);
    const isNew = tag !== '' && !tags.has(tag);
    const isTagged = typed.trim() === '' && [...current].some((each) => each !== undefined);
    return [
      ...(isTagged ? [{ id: 'none', label: i18n.t('tags.takeOff'), act: () => give(null) }] : []),
      ...search.find(typed, FOUND_MAX),
      ...(isNew
        ? [{ id: 'new', label: i18n.t('tags.create', [tag]), color: colorOf(tag), act: () => give(tag) }]
        : []),
    ];
  };
  return (
    <PopoverFrame
      anchor={anchor}
      container={container}
      close={close}
      label={i18n.t('tags.tagChats', [chatsWord(page, chatIds)])}
    >
      <div className="overlay-title">
        <bdi dir={uiDirection()}>{i18n.t('tags.tagChats', [chatsWord(page, chatIds)])}</bdi>
      </div>
      <SearchList
        label={i18n.t('tags.type')}
        maxLength={TAG_LENGTH_MAX}
        find={find}
        empty={() => i18n.t('tags.emptyPicker')}
      />
    </PopoverFrame>
  );
}

export const tagOverlays = [overlayPart(tagPicker, TagPicker)];
