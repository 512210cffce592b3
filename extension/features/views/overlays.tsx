import { Menu } from '@base-ui/react/menu';
import { useId } from 'react';
import { i18n } from '#i18n';
import { useStore } from '../../replica/use-rows.ts';
import { change, createLast } from '../edits.ts';
import { MoveItems } from '../move-items.tsx';
import { NameForm } from '../name-form.tsx';
import type { View } from '../organised.ts';
import { filterEditor, viewEditor, viewMenu } from '../overlay-kinds.ts';
import { overlayPart, type OverlayFrame } from '../overlays.ts';
import { MenuFrame, PopoverFrame } from '../overlay-frames.tsx';
import { removeView } from '../removals.ts';
import { everything, isNarrowed, type Shown } from '../shown.ts';
import { viewWords } from '../things.ts';

function FilterEditor({ page, anchor, container, close }: OverlayFrame) {
  useStore(page.replica.rows);
  const shown = useStore(page.shown);
  const organised = page.organised.get();
  if (!organised) return null;
  const set = (part: Partial<Shown>) => page.shown.set({ ...page.shown.get(), ...part });
  return (
    <PopoverFrame anchor={anchor} container={container} close={close} label={i18n.t('views.filter')}>
      <div className="filter-form">
        <h2>{i18n.t('views.filter')}</h2>
        <Choice
          label={i18n.t('views.folder')}
          value={shown.folderId}
          onChange={(folderId) => set({ folderId })}
          options={[
            ['', i18n.t('folders.all')],
            ['unfiled', i18n.t('folders.unfiled')],
            ...organised.folders.map(({ id, name }) => [id, name] as const),
          ]}
        />
        <Choice
          label={i18n.t('views.priority')}
          value={shown.priorityId}
          onChange={(priorityId) => set({ priorityId })}
          options={[
            ['', i18n.t('views.any')],
            ...organised.priorities.map(({ id, name }) => [id, name] as const),
            ['none', i18n.t('priorities.none')],
          ]}
        />
        <Choice
          label={i18n.t('views.tag')}
          value={shown.tag}
          onChange={(tag) => set({ tag })}
          options={[
            ['', i18n.t('views.any')],
            ...[...organised.tags.keys()].map((tag) => [tag, tag] as const),
          ]}
        />
        <label className="check-line">
          <input
            type="checkbox"
            checked={shown.isUnread}
            onChange={({ target }) => set({ isUnread: target.checked })}
          />
          {i18n.t('views.unreadOnly')}
        </label>
        <div className="actions">
          <button type="button" className="quiet" onClick={() => page.shown.set(everything)}>
            {i18n.t('views.clear')}
          </button>
          <button
            type="button"
            className="primary"
            disabled={!isNarrowed(shown)}
            onClick={() => page.overlays.openNext(viewEditor, anchor, { view: null })}
          >
            {i18n.t('views.save')}
          </button>
        </div>
      </div>
    </PopoverFrame>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string) => void;
}

/** The browser's own select: it works with every keyboard, screen reader and list of any length. */
function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => onChange(target.value)}>
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function ViewEditor({ page, anchor, container, close, view }: OverlayFrame & { view: View | null }) {
  const organised = page.organised.get();
  if (!organised) return null;
  const submit = (fields: { name: string; color: string }) => {
    close();
    if (view) {
      void page.acts.do(change('view', view, fields), i18n.t('views.edited', [fields.name]));
      return;
    }
    const { accountId, views } = organised;
    const create = createLast('view', views, { accountId, ...fields, ...page.shown.get() });
    void page.acts.do([create], i18n.t('views.created', [fields.name]));
  };
  return (
    <PopoverFrame
      anchor={anchor}
      container={container}
      close={close}
      label={i18n.t(view ? 'views.edit' : 'views.save')}
    >
      <NameForm
        words={viewWords()}
        {...(view && { row: view })}
        siblings={organised.views}
        onSubmit={submit}
        onCancel={close}
      />
    </PopoverFrame>
  );
}

function ViewMenu({ page, anchor, container, close, view }: OverlayFrame & { view: View }) {
  const organised = page.organised.get();
  if (!organised) return null;
  const shown = page.shown.get();
  return (
    <MenuFrame anchor={anchor} container={container} close={close} label={view.name}>
      <Menu.Item className="item" onClick={() => page.overlays.openNext(viewEditor, anchor, { view })}>
        {i18n.t('views.edit')}
      </Menu.Item>
      <Menu.Item
        className="item"
        disabled={!isNarrowed(shown)}
        onClick={() => void page.acts.do(change('view', view, shown), i18n.t('views.updated', [view.name]))}
      >
        {i18n.t('views.update')}
      </Menu.Item>
      <MoveItems page={page} anchor={anchor} entity="view" row={view} siblings={organised.views} />
      <Menu.Separator className="separator" />
      <Menu.Item className="item danger" onClick={() => removeView(page, view)}>
        {i18n.t('views.remove')}
      </Menu.Item>
    </MenuFrame>
  );
}

export const viewOverlays = [
  overlayPart(filterEditor, FilterEditor),
  overlayPart(viewEditor, ViewEditor),
  overlayPart(viewMenu, ViewMenu),
];
