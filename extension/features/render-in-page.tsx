import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { ReplicaProvider } from '../replica/use-rows.ts';
import { PageModelProvider, type PageModel } from './page-model.ts';

/** Renders a part of ours, with what all of them share, until the signal ends it. */
export function renderInPage(
  page: PageModel,
  container: HTMLElement,
  part: ReactNode,
  signal: AbortSignal,
): void {
  const react = createRoot(container);
  react.render(
    <ReplicaProvider value={page.replica}>
      <PageModelProvider value={page}>{part}</PageModelProvider>
    </ReplicaProvider>,
  );
  signal.addEventListener('abort', () => react.unmount());
}
