import { i18n } from '#i18n';
import { IconButton } from '../ui/icon-button.tsx';
import { compareNames } from '../ui/language.ts';
import { nameOf, type PanelScope } from './panel-scope.ts';

interface Props {
  readonly scope: PanelScope;
  readonly chatIds: readonly string[];
  /** What they are in or have. */
  readonly name: string;
  /** What is said when there are none. */
  readonly empty: string;
  readonly onTakeOut: (chatId: string, title: string) => void;
}

/** The chats of a folder, a priority or a tag: each opens, or is taken out. */
export function PanelChats({ scope, chatIds, name, empty, onTakeOut }: Props) {
  if (chatIds.length === 0) return <p className="quiet-line">{empty}</p>;
  const chats = chatIds
    .map((chatId) => ({ chatId, title: nameOf(scope, chatId) }))
    .sort((a, b) => compareNames(a.title, b.title));
  return (
    <ul className="panel-chats">
      {chats.map(({ chatId, title }) => (
        <li key={chatId}>
          <button
            type="button"
            title={i18n.t('panel.openChat', [title])}
            className="chat"
            onClick={() => scope.openChat(chatId)}
          >
            <bdi>{title}</bdi>
          </button>
          <IconButton
            label={i18n.t('panel.takeOut', [title, name])}
            icon="close"
            onClick={() => onTakeOut(chatId, title)}
          />
        </li>
      ))}
    </ul>
  );
}
