import { i18n } from '#i18n';
import { useIsSignedIn, useStore } from '../../replica/use-rows.ts';
import { colorOf, colorValue } from '../../ui/colors.ts';
import { Icon } from '../../ui/icon.tsx';
import { createShadow } from '../../ui/shadow.ts';
import { defineFeature } from '../feature.ts';
import { renderInPage } from '../render-in-page.tsx';
import type { Organised } from '../organised.ts';
import { viewEditor } from '../overlay-kinds.ts';
import { goneSentence } from '../things.ts';
import { usePageModel } from '../page-model.ts';
import { everything, isNarrowed, missingPart, viewOf, type Shown } from '../shown.ts';
import css from './views.css?inline';

/** What the list is narrowed to beside a folder, under the strip, so that it never shows less than it says. */
export const views = defineFeature({
  name: 'views',
  needs: ['account', 'chats', 'filter', 'strip'],
  start({ page, whatsapp }, signal) {
    const { host, container } = createShadow(css, whatsapp.isDark, signal);
    renderInPage(page, container, <Narrowing />, signal);
    whatsapp.mount('close-above-list', host, signal);
  },
});

function Narrowing() {
  const page = usePageModel();
  const isSignedIn = useIsSignedIn();
  const organised = useStore(page.organised);
  const shown = useStore(page.shown);
  if (!isSignedIn || !organised || !isNarrowed(shown)) return null;
  const missing = missingPart(organised, shown);
  if (missing) {
    return (
      <p className="narrowing">
        {goneSentence(missing)}
        <button type="button" className="link" onClick={() => page.shown.set(everything)}>
          {i18n.t('views.clear')}
        </button>
      </p>
    );
  }
  if (viewOf(organised, shown)) return null;
  return (
    <div className="narrowing" role="group" aria-label={i18n.t('views.narrowedTo')}>
      {partsOf(organised, shown).map(({ kind, label, color, without }) => (
        <button
          key={kind}
          type="button"
          className="part"
          title={i18n.t('views.without', [label])}
          aria-label={i18n.t('views.without', [label])}
          onClick={() => page.shown.set(without)}
        >
          {color && <span className="dot" style={{ background: color }} />}
          <bdi className="chip-name">{label}</bdi>
          <Icon name="close" size={10} />
        </button>
      ))}
      <button
        type="button"
        className="link"
        onClick={({ currentTarget }) => page.overlays.open(viewEditor, currentTarget, { view: null })}
      >
        {i18n.t('views.save')}
      </button>
    </div>
  );
}

interface Part {
  readonly kind: 'priority' | 'tag' | 'unread';
  readonly label: string;
  readonly color?: string;
  readonly without: Shown;
}

function partsOf(organised: Organised, shown: Shown): Part[] {
  const { priorityId, tag, isUnread } = shown;
  const priority = organised.priorities.find(({ id }) => id === priorityId);
  const parts: Part[] = [];
  if (priorityId !== '') {
    const without = { ...shown, priorityId: '' };
    parts.push(
      priority
        ? { kind: 'priority', label: priority.name, color: colorValue(priority.color), without }
        : { kind: 'priority', label: i18n.t('priorities.none'), without },
    );
  }
  if (tag !== '')
    parts.push({ kind: 'tag', label: `#${tag}`, color: colorOf(tag), without: { ...shown, tag: '' } });
  if (isUnread)
    parts.push({ kind: 'unread', label: i18n.t('views.unread'), without: { ...shown, isUnread: false } });
  return parts;
}
