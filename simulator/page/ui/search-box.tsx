import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './icons.tsx';

interface Props {
  query: string;
  onQuery: (query: string) => void;
}

/** An input since 2025, before that it was contenteditable. `/` outside of a text field brings the focus here. */
export function SearchBox({ query, onQuery }: Props): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      const isTyping =
        event.target instanceof HTMLElement &&
        (event.target.isContentEditable || event.target.matches('input, textarea'));
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      input.current?.focus();
    }
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  return (
    <div className="search">
      <div className="search-box">
        <Icon name="search" size={20} />
        <input
          ref={input}
          type="text"
          role="textbox"
          data-tab={3}
          aria-label="Search input textbox"
          placeholder="Search or start a new chat"
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && onQuery('')}
        />
        {query !== '' && (
          <button
            type="button"
            className="icon-button small"
            aria-label="Clear search"
            onClick={() => onQuery('')}
          >
            <Icon name="close" size={18} />
          </button>
        )}
      </div>
    </div>
  );
}
