import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import { FolderPanel } from './folders/panel.tsx';
import type { PanelScope } from './panel-scope.ts';
import { PriorityPanel } from './priority/panel.tsx';
import { QueuePanel } from './priority/queue-panel.tsx';
import { TagPanel } from './tags/panel.tsx';
import { TemplatePanel } from './templates/panel.tsx';
import { ViewPanel } from './views/panel.tsx';

export interface PanelSection {
  readonly id: string;
  readonly title: () => string;
  readonly render: (scope: PanelScope) => ReactNode;
}

/** What the panel has, in the page and in the extension's side panel alike. */
export const panelSections: readonly PanelSection[] = [
  { id: 'queue', title: () => i18n.t('queue.title'), render: (scope) => <QueuePanel scope={scope} /> },
  {
    id: 'folders',
    title: () => i18n.t('panel.folders'),
    render: (scope) => (
      <>
        <FolderPanel scope={scope} />
        <ViewPanel scope={scope} />
      </>
    ),
  },
  {
    id: 'priorities',
    title: () => i18n.t('priorities.title'),
    render: (scope) => <PriorityPanel scope={scope} />,
  },
  { id: 'tags', title: () => i18n.t('tags.title'), render: (scope) => <TagPanel scope={scope} /> },
  {
    id: 'templates',
    title: () => i18n.t('templates.title'),
    render: (scope) => <TemplatePanel scope={scope} />,
  },
];
