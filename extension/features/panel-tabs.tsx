import type { KeyboardEvent, SyntheticEvent } from 'react';
import { i18n } from '#i18n';
import { panelSections, type PanelSection } from './panel-sections.tsx';
import type { PanelScope } from './panel-scope.ts';

interface Props {
  readonly scope: PanelScope;
  readonly current: string;
  readonly onChange: (id: string) => void;
  /** Stand before the others, where there is more than the page has. */
  readonly first?: readonly PanelSection[];
}

const none: readonly PanelSection[] = [];

/** One part of what a person organised at a time. */
export function PanelTabs({ scope, current, onChange, first = none }: Props) {
  const sections = [...first, ...panelSections];
  const section = sections.find(({ id }) => id === current) ?? sections[0];
  if (!section) return null;
  return (
    <>
      <div
        className="panel-tabs"
        role="tablist"
        aria-label={i18n.t('panel.sections')}
        onKeyDown={(event) => step(event, sections, section.id, onChange)}
      >
        {sections.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`panel-tab-${id}`}
            aria-selected={id === section.id}
            aria-controls="panel-section"
            tabIndex={id === section.id ? 0 : -1}
            onClick={() => onChange(id)}
          >
            {title()}
          </button>
        ))}
      </div>
      <div
        id="panel-section"
        role="tabpanel"
        tabIndex={-1}
        aria-labelledby={`panel-tab-${section.id}`}
        onClick={keepFocus}
        onKeyDown={keepFocus}
      >
        {section.render(scope)}
      </div>
    </>
  );
}

/** What was pressed may be gone or moved by what it did; the keyboard goes on from there, or from the section. */
function keepFocus({ currentTarget: section, target }: SyntheticEvent<HTMLElement>): void {
  const pressed = target instanceof Element ? target.closest<HTMLElement>('button, input, select') : null;
  if (!pressed?.matches(':focus')) return;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      // It went on elsewhere, in the page or in ours.
      if (document.activeElement && document.activeElement !== document.body) return;
      (pressed.isConnected ? pressed : section).focus();
    }),
  );
}

function step(
  event: KeyboardEvent<HTMLElement>,
  sections: readonly PanelSection[],
  current: string,
  onChange: (id: string) => void,
): void {
  const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
  const forward = isRightToLeft ? 'ArrowLeft' : 'ArrowRight';
  const backward = isRightToLeft ? 'ArrowRight' : 'ArrowLeft';
  if (event.key !== forward && event.key !== backward) return;
  event.preventDefault();
  const at = sections.findIndex(({ id }) => id === current) + (event.key === forward ? 1 : -1);
  const next = sections[(at + sections.length) % sections.length];
  if (!next) return;
  onChange(next.id);
  event.currentTarget.querySelector<HTMLElement>(`#panel-tab-${next.id}`)?.focus();
}
