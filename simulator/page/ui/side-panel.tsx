import { useRef, useState, type ReactNode } from 'react';
import { has } from '../../drift/page/has.ts';
import { useIsThere, useRebuilds } from '../../drift/page/timing.ts';
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
  const isListThere = useIsThere('list-late');
  const isPaneThere = useIsThere('pane-late');
  const rebuilds = useRebuilds();
  const isSearching = query.trim() !== '';
  if (!isPaneThere) return <div className="side-column" />;
  return (
    <div className="side-column">
      {has('second-pane') && <div id="pane-side" className="second-pane" />}
      <div id={has('side-renamed') ? 'left' : 'side'} className="side">
        <SideHeader />
        <SearchBox query={query} onQuery={setQuery} />
        {!isSearching && <FilterPills filter={filter} onFilter={setFilter} />}
        {has('second-pane-in-side') && <div id="pane-side" className="second-pane" />}
        <div
          key={rebuilds}
          id={has('pane-id-renamed') ? 'chats' : 'pane-side'}
          data-scrolltracepolicy={has('pane-policy-gone') ? undefined : 'wa.web.chatlist'}
          className="pane"
          ref={scroller}
        >
          {!isSearching && filter === undefined && <ArchivedEntry onOpen={() => setIsArchivedOpen(true)} />}
          <div data-tab={4} id="chat-list">
            {isListThere && <ChatList filter={filter} scroller={scroller} isHidden={isSearching} />}
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
