import type { CSSProperties, ReactNode } from 'react';
import { i18n } from '#i18n';
import { colorOf, colorValue } from '../../ui/colors.ts';
import { Icon } from '../../ui/icon.tsx';
import { numberWord } from '../../ui/language.ts';
import { foldersOf, type Organised } from '../organised.ts';

/** More have no room in a row. */
const FOLDERS_MAX = 2;

/** What a person made of a chat: its priority, folders and tag; nothing while there is none. */
export function RowChips({ organised, chatId }: { organised: Organised; chatId: string }) {
  const { priorityByChat, tagByChat } = organised;
  const priority = priorityByChat.get(chatId);
  const tag = tagByChat.get(chatId);
  const own = foldersOf(organised, chatId);
  if (!priority && tag === undefined && own.length === 0) return null;
  const more = own.slice(FOLDERS_MAX);
  return (
    <span className="row-chips">
      {priority && (
        <Chip color={colorValue(priority.color)} icon={<Icon name="flag" size={11} />} name={priority.name} />
      )}
      {own.slice(0, FOLDERS_MAX).map(({ id, name, color }) => (
        <Chip key={id} color={colorValue(color)} icon={<Icon name="folder" size={11} />} name={name} />
      ))}
      {more.length > 0 && (
        <span
          className="row-chip is-more"
          role="img"
          aria-label={more.map(({ name }) => name).join(i18n.t('comma'))}
        >
          +{numberWord(more.length)}
        </span>
      )}
      {tag !== undefined && (
        <Chip color={colorOf(tag)} icon={<Icon name="tag" size={11} />} name={tag} isTag />
      )}
    </span>
  );
}

interface ChipProps {
  readonly color: string;
  readonly icon: ReactNode;
  readonly name: string;
  /** Often the longest: it gives way first. */
  readonly isTag?: boolean;
}

function Chip({ color, icon, name, isTag = false }: ChipProps) {
  return (
    <span
      className="row-chip"
      data-tag={isTag || undefined}
      style={{ '--chip-color': color } as CSSProperties}
      title={name}
    >
      {icon}
      <bdi className="chip-name">{name}</bdi>
    </span>
  );
}
