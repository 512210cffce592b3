import { Menu } from '@base-ui/react/menu';
import { memo, useSyncExternalStore } from 'react';
import { i18n } from '#i18n';
import { useStore } from '../../replica/use-rows.ts';
import { colorValue } from '../../ui/colors.ts';
import { Icon } from '../../ui/icon.tsx';
import { uiDirection } from '../../ui/language.ts';
import { actFile, actPrioritise } from '../acts-on-chats.ts';
import type { Folder } from '../organised.ts';
import type { Organising } from '../organising.ts';
import { chatMenu, folderEditor, priorityEditor, tagPicker } from '../overlay-kinds.ts';
import { MenuFrame } from '../overlay-frames.tsx';
import { overlayPart, type OverlayFrame } from '../overlays.ts';
import { chatsWord } from '../things.ts';

type Props = OverlayFrame<Organising> & { readonly chatIds: readonly string[] };

/** Folders, priority and tag of one chat or of several. */
function ChatMenu(props: Props) {
  const { page, anchor, container, close, chatIds } = props;
  // Its parts follow what is organised, each by itself.
  const isConnected = useSyncExternalStore(page.organised.subscribe, () => page.organised.get() !== null);
  if (!isConnected) return null;
  const title = i18n.t('chats.organise', [chatsWord(page, chatIds)]);
  return (
    <MenuFrame anchor={anchor} container={container} close={close} label={title}>
      <div className="overlay-title">
        <bdi dir={uiDirection()}>{title}</bdi>
      </div>
      <FolderItems {...props} />
      <Menu.Separator className="separator" />
      <PriorityItems {...props} />
      <Menu.Separator className="separator" />
      <TagItem {...props} />
    </MenuFrame>
  );
}

function FolderItems({ page, anchor, chatIds }: Props) {
  const organised = useStore(page.organised);
  if (!organised) return null;
  const { folders, folderIdsByChat } = organised;
  return (
    <Menu.Group>
      <Menu.GroupLabel className="group-label">{i18n.t('folders.label')}</Menu.GroupLabel>
      {folders.map((folder) => (
        <FolderItem
          key={folder.id}
          page={page}
          chatIds={chatIds}
          folder={folder}
          isIn={chatIds.every((chatId) => folderIdsByChat.get(chatId)?.has(folder.id))}
        />
      ))}
      <Menu.Item
        className="item"
        onClick={() => page.overlays.openNext(folderEditor, anchor, { folder: null, chatIds })}
      >
        <span className="check">+</span>
        {i18n.t('folders.new')}
      </Menu.Item>
    </Menu.Group>
  );
}

interface FolderItemProps {
  readonly page: Organising;
  readonly chatIds: readonly string[];
  readonly folder: Folder;
  readonly isIn: boolean;
}

const FolderItem = memo(function FolderItem({ page, chatIds, folder, isIn }: FolderItemProps) {
  return (
    <Menu.CheckboxItem
      className="item"
      closeOnClick={false}
      checked={isIn}
      onCheckedChange={(isChecked) => actFile(page, chatIds, folder, isChecked)}
    >
      <span className="check">
        <Menu.CheckboxItemIndicator>✓</Menu.CheckboxItemIndicator>
      </span>
      <span className="dot" style={{ background: colorValue(folder.color) }} />
      <bdi className="chip-name">{folder.name}</bdi>
    </Menu.CheckboxItem>
  );
});

function PriorityItems({ page, anchor, chatIds }: Props) {
  const organised = useStore(page.organised);
  if (!organised) return null;
  const { priorities, priorityByChat } = organised;
  const given = new Set(chatIds.map((chatId) => priorityByChat.get(chatId)?.id ?? ''));
  const [only] = given;
  const give = (id: string) =>
    actPrioritise(page, chatIds, priorities.find((each) => each.id === id) ?? null);
  return (
    <Menu.RadioGroup value={given.size === 1 ? only : null} onValueChange={give}>
      <Menu.GroupLabel className="group-label">{i18n.t('priorities.label')}</Menu.GroupLabel>
      {priorities.map(({ id, name, color }) => (
        <Menu.RadioItem key={id} className="item" value={id} closeOnClick={false}>
          <span className="check">
            <Menu.RadioItemIndicator>✓</Menu.RadioItemIndicator>
          </span>
          <span className="flag" style={{ color: colorValue(color) }}>
            <Icon name="flag" size={14} />
          </span>
          <bdi className="chip-name">{name}</bdi>
        </Menu.RadioItem>
      ))}
      {priorities.length > 0 && (
        <Menu.RadioItem className="item" value="" closeOnClick={false}>
          <span className="check">
            <Menu.RadioItemIndicator>✓</Menu.RadioItemIndicator>
          </span>
          {i18n.t('priorities.none')}
        </Menu.RadioItem>
      )}
      <Menu.Item
        className="item"
        onClick={() => page.overlays.openNext(priorityEditor, anchor, { priority: null, chatIds })}
      >
        <span className="check">+</span>
        {i18n.t('priorities.new')}
      </Menu.Item>
    </Menu.RadioGroup>
  );
}

function TagItem({ page, anchor, chatIds }: Props) {
  const organised = useStore(page.organised);
  const given = new Set(chatIds.map((chatId) => organised?.tagByChat.get(chatId)));
  const [tag] = given;
  return (
    <Menu.Item className="item" onClick={() => page.overlays.openNext(tagPicker, anchor, { chatIds })}>
      <span className="check">
        <Icon name="tag" size={14} />
      </span>
      {i18n.t('tags.tag')}
      {given.size === 1 && tag !== undefined && <bdi className="tag">{tag}</bdi>}
    </Menu.Item>
  );
}

export const chatOverlays = [overlayPart(chatMenu, ChatMenu)];
