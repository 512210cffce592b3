import { Autocomplete } from '@base-ui/react/autocomplete';
import { useDeferredValue, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { i18n } from '#i18n';
import { Icon } from '../../ui/icon.tsx';
import type { Template } from './edits.ts';
import { PickerPreview } from './picker-preview.tsx';
import { searchTemplates } from './search.ts';
import { Shortcut, startOf } from './template-item.tsx';
import type { Values } from './values.ts';
import { quoted } from './words.ts';

/** Drawn at first; a key must not wait until hundreds are. */
const DRAWN_COUNT = 24;
/** More are drawn when the highlight or the scroller is this near to the end of those that are. */
const NEAR_END_COUNT = 6;
const NEAR_END_PX = 200;

interface Props {
  readonly templates: readonly Template[];
  readonly values: Values;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onChoose: (template: Template) => void;
  /** Null makes a new one; absent: there is no room for that. */
  readonly onEdit?: (template: Template | null) => void;
  /** Opened by a slash: the slash is taken back, or typed once more. */
  readonly onUnslash?: () => void;
  readonly onSecondSlash?: () => void;
}

/** The search, what it finds, and what would be inserted. */
export function PickerList(props: Props) {
  const { templates, values, query, onQuery, onChoose, onEdit } = props;
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  const [highlighted, setHighlighted] = useState<Template>();
  const found = searchTemplates(templates, query);
  const [drawn, setDrawn] = useState({ query, count: DRAWN_COUNT });
  const count = drawn.query === query ? drawn.count : DRAWN_COUNT;
  const drawMore = () => {
    if (count < found.length) setDrawn({ query, count: count + DRAWN_COUNT });
  };
  const shown = useDeferredValue(highlighted && found.includes(highlighted) ? highlighted : found[0]);

  return (
    <Autocomplete.Root
      open
      inline
      items={found.slice(0, count)}
      filter={null}
      autoHighlight="always"
      keepHighlight
      value={query}
      itemToStringValue={({ name }: Template) => name}
      onValueChange={(text, { reason }) => {
        if (reason === 'input-change' || reason === 'input-clear') onQuery(text);
      }}
      onItemHighlighted={(template, { index, reason }) => {
        setHighlighted(template);
        if (reason === 'keyboard' && index >= count - NEAR_END_COUNT) drawMore();
      }}
    >
      <div className="picker-search">
        <Icon name="search" />
        <Autocomplete.Input
          ref={input}
          dir="auto"
          aria-label={i18n.t('templates.search')}
          placeholder={i18n.t('templates.search')}
          onKeyDown={(event) => onSlashKeys(event, props)}
        />
      </div>
      <div className="picker-parts" hidden={found.length === 0}>
        <Autocomplete.List
          className="picker-items"
          aria-label={i18n.t('templates.picker.list')}
          onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
            if (scrollHeight - scrollTop - clientHeight < NEAR_END_PX) drawMore();
          }}
        >
          {(template: Template) => (
            <Autocomplete.Item
              key={template.id}
              className="picker-item"
              value={template}
              onClick={() => onChoose(template)}
            >
              <span className="picker-title">
                <bdi>{template.name}</bdi>
                {template.shortcut && <Shortcut shortcut={template.shortcut} />}
              </span>
              <bdi className="picker-start">{startOf(template.content)}</bdi>
            </Autocomplete.Item>
          )}
        </Autocomplete.List>
        {shown && (
          <PickerPreview template={shown} values={values} {...(onEdit && { onEdit: () => onEdit(shown) })} />
        )}
      </div>
      {found.length === 0 && (
        <p className="picker-none" role="status">
          <bdi>
            {templates.length === 0
              ? i18n.t('templates.picker.noneHere')
              : i18n.t('templates.noMatch', [quoted(query)])}
          </bdi>
        </p>
      )}
      {templates.length === 0 && onEdit && (
        <button type="button" className="primary picker-first" onClick={() => onEdit(null)}>
          {i18n.t('templates.picker.makeOne')}
        </button>
      )}
      <div className="picker-foot" hidden={templates.length === 0}>
        <span>{found.length > 0 && <bdi>{i18n.t('templates.picker.keys')}</bdi>}</span>
        {onEdit && (
          <button type="button" className="quiet" onClick={() => onEdit(null)}>
            {i18n.t('templates.new')}
          </button>
        )}
      </div>
    </Autocomplete.Root>
  );
}

/** In a search that is still empty a slash, and going back, belong to the message box. */
function onSlashKeys(event: KeyboardEvent, { query, onUnslash, onSecondSlash }: Props): void {
  if (query !== '' || event.nativeEvent.isComposing) return;
  const act = { '/': onSecondSlash, Backspace: onUnslash }[event.key];
  if (!act) return;
  event.preventDefault();
  // The key that opened it may still be down.
  if (!event.repeat) act();
}
