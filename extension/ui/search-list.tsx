import { Autocomplete } from '@base-ui/react/autocomplete';
import { useState, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

export interface Choice {
  readonly id: string;
  readonly label: string;
  /** A CSS colour. */
  readonly color?: string;
  /** What tells it from others of its name. */
  readonly note?: string;
  readonly isChecked?: boolean;
  readonly act: () => void;
}

interface Props {
  readonly label: string;
  /** What is found for what was typed, in its order. */
  readonly find: (typed: string) => readonly Choice[];
  /** What is said when nothing is. */
  readonly empty: (typed: string) => ReactNode;
  readonly maxLength?: number;
}

/** A field and the list of what it finds: arrows and Enter, or a click. It needs a popover or a dialog around it. */
export function SearchList({ label, find, empty, maxLength = 100 }: Props) {
  const [typed, setTyped] = useState('');
  const found = find(typed);
  return (
    <Autocomplete.Root
      open
      inline
      mode="none"
      autoHighlight="always"
      keepHighlight
      items={found}
      itemToStringValue={(choice: Choice) => choice.label}
      value={typed}
      onValueChange={(value, { reason }) => reason !== 'item-press' && setTyped(value)}
    >
      <div className="search-field">
        <Icon name="search" />
        <Autocomplete.Input
          aria-label={label}
          placeholder={label}
          maxLength={maxLength}
          dir="auto"
          autoFocus
        />
      </div>
      <Autocomplete.Empty>
        <div className="search-empty">{found.length === 0 && empty(typed)}</div>
      </Autocomplete.Empty>
      <Autocomplete.List className="search-found">
        {(choice: Choice) => (
          <Autocomplete.Item key={choice.id} value={choice} className="item" onClick={choice.act}>
            {choice.color && <span className="dot" style={{ background: choice.color }} />}
            <bdi className="chip-name">{choice.label}</bdi>
            {choice.note && <bdi className="item-note">{choice.note}</bdi>}
            {choice.isChecked && (
              <span className="check">
                <Icon name="check" size={14} />
              </span>
            )}
          </Autocomplete.Item>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}
