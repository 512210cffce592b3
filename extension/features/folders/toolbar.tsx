import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import { useStore } from '../../replica/use-rows.ts';
import { colorValue } from '../../ui/colors.ts';
import { Icon } from '../../ui/icon.tsx';
import { loadParts } from '../load-parts.ts';
import type { Organised } from '../organised.ts';
import { filterEditor, folderList } from '../overlay-kinds.ts';
import { usePageModel } from '../page-model.ts';
import { isNarrowed } from '../shown.ts';

/** From so many folders and views on, the way to find one by its name is shown. */
const CHIPS_TO_SEARCH = 8;

/** Whose chats these are, and what can be done with the list. */
export function Toolbar({ organised }: { organised: Organised }) {
  const page = usePageModel();
  const shown = useStore(page.shown);
  const panel = useStore(page.panel);
  const { account, folders, views } = organised;
  return (
    <div className="toolbar" onPointerEnter={loadParts} onFocus={loadParts}>
      <span className="whose" title={i18n.t('guard.account', [account.name])}>
        <span className="dot" style={{ background: colorValue(account.color) }} />
        <bdi className="chip-name">{account.name}</bdi>
      </span>
      {folders.length + views.length >= CHIPS_TO_SEARCH && (
        <ToolButton
          label={i18n.t('folders.find')}
          onClick={(anchor) => page.overlays.open(folderList, anchor, {})}
        >
          <Icon name="search" />
        </ToolButton>
      )}
      <ToolButton
        label={i18n.t('views.filter')}
        isOn={isNarrowed(shown)}
        onClick={(anchor) => page.overlays.open(filterEditor, anchor, {})}
      >
        <Icon name="filter" />
      </ToolButton>
      <ToolButton
        label={i18n.t('queue.open')}
        isOn={panel === 'queue'}
        onClick={(anchor) => page.togglePanel('queue', anchor)}
      >
        <Icon name="queue" />
      </ToolButton>
      <ToolButton
        label={i18n.t('panel.organise')}
        isOn={panel !== null && panel !== 'queue'}
        onClick={(anchor) => page.togglePanel('folders', anchor)}
      >
        <Icon name="organise" />
      </ToolButton>
    </div>
  );
}

interface ToolButtonProps {
  readonly label: string;
  readonly isOn?: boolean;
  readonly onClick: (anchor: Element) => void;
  readonly children: ReactNode;
}

function ToolButton({ label, isOn, onClick, children }: ToolButtonProps) {
  return (
    <button
      type="button"
      className="tool"
      title={label}
      aria-label={label}
      aria-pressed={isOn}
      onClick={({ currentTarget }) => onClick(currentTarget)}
    >
      {children}
    </button>
  );
}
