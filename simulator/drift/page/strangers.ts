import { has } from './has.ts';

/** What is not WhatsApp's interface but runs or stands in the same page. */
export function startStrangers(): void {
  if (has('shadow-blocked')) blockShadowRoots();
  if (has('default-policy-throws')) refuseStrings();
  if (has('stack-limit-guarded')) guardStackLimit();
  if (has('foreign-removed')) removeForeign();
  if (has('neighbour-bar')) keepBar();
}

function guardStackLimit(): void {
  Object.defineProperty(Error, 'stackTraceLimit', {
    get: () => 10,
    set() {
      throw new TypeError('The length of stacks is not yours.');
    },
  });
}

function blockShadowRoots(): void {
  Element.prototype.attachShadow = () => {
    throw new DOMException('No shadow roots here.', 'NotSupportedError');
  };
}

function refuseStrings(): void {
  const refuse = () => {
    throw new TypeError('No strings here.');
  };
  const { trustedTypes } = window as unknown as {
    trustedTypes?: { createPolicy(name: string, rules: Record<string, unknown>): unknown };
  };
  trustedTypes?.createPolicy('default', {
    createHTML: refuse,
    createScript: refuse,
    createScriptURL: refuse,
  });
}

/** Everything of the page has been made by React, which leaves its mark on it. */
function removeForeign(): void {
  const observer = new MutationObserver((records) => {
    for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
      const parent = node.parentElement;
      const isWatched = parent === document.body || parent?.id === 'side';
      const isForeign = !Object.keys(node).some((key) => key.startsWith('__react'));
      if (isWatched && isForeign && node instanceof Element) node.remove();
    }
  });
  observer.observe(document.body, { childList: true, subtree: true });
}

function keepBar(): void {
  const bar = document.createElement('div');
  bar.id = 'neighbour';
  bar.textContent = 'Another extension';
  const put = () => {
    const pane = document.querySelector('#side #pane-side');
    if (pane && pane.previousElementSibling !== bar) pane.before(bar);
  };
  new MutationObserver(put).observe(document.body, { childList: true, subtree: true });
}
