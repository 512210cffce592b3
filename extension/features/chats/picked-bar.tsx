import { i18n } from '#i18n';
import { useIsSignedIn, useStore } from '../../replica/use-rows.ts';
import { Icon } from '../../ui/icon.tsx';
import { loadParts } from '../load-parts.ts';
import { chatMenu } from '../overlay-kinds.ts';
import { usePageModel } from '../page-model.ts';

/** The chats that are picked, and what can be done with all of them at once. */
export function PickedBar() {
  const page = usePageModel();
  const picked = useStore(page.picked);
  const isSignedIn = useIsSignedIn();
  if (!isSignedIn || picked.size === 0) return null;
  const clear = () => page.picked.set(new Set());
  return (
    <div
      className="picked"
      role="toolbar"
      aria-label={i18n.t('chats.picked', picked.size)}
      onPointerEnter={loadParts}
      onFocus={loadParts}
      onKeyDown={({ key }) => key === 'Escape' && clear()}
    >
      <span role="status">{i18n.t('chats.picked', picked.size)}</span>
      <button
        type="button"
        className="primary"
        aria-haspopup="menu"
        onClick={({ currentTarget }) => page.overlays.open(chatMenu, currentTarget, { chatIds: [...picked] })}
      >
        {i18n.t('chats.organiseThem')}
      </button>
      <button
        type="button"
        className="row-tool still"
        aria-label={i18n.t('chats.unpickAll')}
        title={i18n.t('chats.unpickAll')}
        onClick={clear}
      >
        <Icon name="close" size={13} />
      </button>
    </div>
  );
}
