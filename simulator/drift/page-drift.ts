/** One thing that a version of the page does otherwise; the code that differs asks for it by this name. */
export type PageChange =
  | 'loader-renamed'
  | 'debug-gone'
  | 'debug-map-gone'
  | 'version-untold'
  | 'synced-flag-gone'
  | 'models-array-gone'
  | 'open-chat-gone'
  | 'open-chat-by-chat'
  | 'open-chat-idle'
  | 'getter-captured'
  | 'sort-ignored'
  | 'fiber-key-old'
  | 'fiber-key-unknown'
  | 'row-chat-renamed'
  | 'row-key-renamed'
  | 'rows-deeper'
  | 'roles-of-list'
  | 'roles-of-listbox'
  | 'roles-gone'
  | 'row-count-gone'
  | 'pane-id-renamed'
  | 'pane-policy-gone'
  | 'side-renamed'
  | 'main-renamed'
  | 'list-late'
  | 'pane-late'
  | 'list-rebuilt'
  | 'second-pane'
  | 'second-pane-in-side'
  | 'composer-textarea'
  | 'composer-unmarked'
  | 'composer-outside-footer'
  | 'default-policy-throws'
  | 'shadow-blocked'
  | 'stack-limit-guarded'
  | 'foreign-removed'
  | 'neighbour-bar'
  | 'classes-renamed';

/** How a version of the page differs from the one that the simulator is otherwise. */
export interface PageDrift {
  /** Modules (`Id`) and exports (`Id.export`) that are called otherwise. */
  readonly renamed: readonly string[];
  readonly changes: readonly PageChange[];
}
