import { browser } from 'wxt/browser';

/** Which NexisChat in which browser this is. */
export function product(): { version: string; browser: string } {
  const name = /(Firefox|Edg|OPR|Chrome)\/[\d]+/.exec(navigator.userAgent)?.[0] ?? 'another browser';
  return { version: browser.runtime.getManifest().version, browser: name.replace('/', ' ') };
}
