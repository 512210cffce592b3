import { i18n } from '#i18n';
import { colorValue } from '../../ui/colors.ts';
import { erase } from '../edits.ts';
import type { Organised, View } from '../organised.ts';
import { PanelItem } from '../panel-item.tsx';
import type { PanelScope } from '../panel-scope.ts';
import { missingPart, shownOf } from '../shown.ts';
import { goneSentence, viewWords } from '../things.ts';

/** The saved views of one account. */
export function ViewPanel({ scope }: { scope: PanelScope }) {
  const { organised, acts } = scope;
  const { views } = organised;
  return (
    <section aria-labelledby="views-title">
      <h2 id="views-title">{i18n.t('views.title')}</h2>
      {views.length === 0 && <p className="quiet-line">{i18n.t('views.empty')}</p>}
      <ul className="panel-items">
        {views.map((view) => (
          <PanelItem
            key={view.id}
            scope={scope}
            entity="view"
            row={view}
            siblings={views}
            words={viewWords()}
            labels={{ edit: i18n.t('views.rename', [view.name]), remove: i18n.t('views.erase', [view.name]) }}
            mark={<span className="dot" style={{ background: colorValue(view.color) }} aria-hidden="true" />}
            edited={({ name }) => i18n.t('views.edited', [name])}
            onRemove={() => void acts.do([erase('view', view)], i18n.t('views.removed', [view.name]))}
          >
            <p className="quiet-line">{sentenceOf(organised, view)}</p>
          </PanelItem>
        ))}
      </ul>
    </section>
  );
}

function sentenceOf(organised: Organised, view: View): string {
  const missing = missingPart(organised, shownOf(view));
  if (missing) return goneSentence(missing);
  const { folderId, priorityId, tag, isUnread } = view;
  const folder = organised.folders.find(({ id }) => id === folderId)?.name;
  const priority = organised.priorities.find(({ id }) => id === priorityId)?.name;
  return [
    folder ?? i18n.t(folderId === 'unfiled' ? 'folders.unfiled' : 'folders.all'),
    ...(priorityId === '' ? [] : [priority ?? i18n.t('priorities.none')]),
    ...(tag === '' ? [] : [tag]),
    ...(isUnread ? [i18n.t('views.unread')] : []),
  ].join(' · ');
}
