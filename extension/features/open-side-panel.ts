import { browser } from 'wxt/browser';

/** Chrome's side panel or Firefox's sidebar, whichever the browser has. */
interface Panels {
  readonly sidePanel?: { open(options: { windowId: number }): Promise<void> };
  readonly sidebarAction?: { open(): Promise<void> };
}

/** Opens the side panel of a window and closes the popup. Must follow a click in the same task, or the browser refuses. */
export function openSidePanel(windowId: number): void {
  const { sidePanel, sidebarAction } = browser as unknown as Panels; // Safe: both are optional.
  const opening = sidebarAction ? sidebarAction.open() : sidePanel?.open({ windowId });
  void opening?.then(() => window.close());
}
