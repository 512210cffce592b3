import { useRef, useState, type ReactNode } from 'react';
import { ArchivedDrawer, ArchivedEntry } from './archived-drawer.tsx';
import { ChatList } from './chat-list.tsx';
import { FilterPills } from './filter-pills.tsx';
import { Icon } from './icons.tsx';
import { SearchBox } from './search-box.tsx';
import { SearchResults } from './search-results.tsx';
import { SideHeader } from './side-header.tsx';
import { useFilter } from './use-filter.ts';

/** #side: header, search, pills and the scroller #pane-side. The list goes on under search results and drawers. */
export function SidePanel(): ReactNode {
  const [query, setQuery] = useState('');
  const [isArchivedOpen, setIsArchivedOpen] = useState(false);
  const [filter, setFilter] = useFilter();
  const scroller = useRef<HTMLDivElement>(null);
  const isSearching = query.trim() !== '';
  return (
    <div className="side-column">
      <div id="side">
        <SideHeader />
        <SearchBox query={query} onQuery={setQuery} />
        {!isSearching && <FilterPills filter={filter} onFilter={setFilter} />}
        <div id="pane-side" data-scrolltracepolicy="wa.web.chatlist" ref={scroller}>
          {!isSearching && filter === undefined && <ArchivedEntry onOpen={() => setIsArchivedOpen(true)} />}
          <div data-tab={4} id="chat-list">
            <ChatList filter={filter} scroller={scroller} isHidden={isSearching} />
            {isSearching && <SearchResults query={query} scroller={scroller} />}
          </div>
          <p className="encrypted">
            <Icon name="lock" size={13} /> Your personal messages are <b>end-to-end encrypted</b>
          </p>
        </div>
      </div>
      {isArchivedOpen && <ArchivedDrawer onClose={() => setIsArchivedOpen(false)} />}
    </div>
  );
}
