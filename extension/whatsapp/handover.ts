// The port between the page script (MAIN world) and the content script (isolated world) is handed over before the document has a
// node, so no script of the page can take or forge it. After an installation or an update under an open tab there is no such
// moment: Firefox runs both scripts then, and a page could listen. So nothing is offered, and nothing taken.

const HELLO = 'nexischat:hello';
const PORT = 'nexischat:port';

/** Only while `<html>` is empty has no script of the page run. */
export function isBeforePage(): boolean {
  return !document.documentElement?.hasChildNodes();
}

/** Isolated world: the port's other end goes to the page script alone. Null when it is too late. */
export function offerPort(): MessagePort | null {
  if (!isBeforePage()) return null;
  const { port1, port2 } = new MessageChannel();
  const give = () => {
    const offer = new MessageEvent(PORT, { ports: [port2], cancelable: true });
    if (!window.dispatchEvent(offer)) window.removeEventListener(HELLO, give);
  };
  window.addEventListener(HELLO, give);
  give();
  atFirstNode(() => window.removeEventListener(HELLO, give));
  return port1;
}

/** MAIN world: takes the port, once. */
export function takePort(open: (port: MessagePort) => void): void {
  if (!isBeforePage()) return;
  const take = (event: Event) => {
    const port = event instanceof MessageEvent ? event.ports[0] : undefined;
    if (!port) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    window.removeEventListener(PORT, take, true);
    open(port);
  };
  window.addEventListener(PORT, take, true);
  window.dispatchEvent(new Event(HELLO));
  atFirstNode(() => window.removeEventListener(PORT, take, true));
}

/** A microtask is too early to close the window (the other world may run after it), the first parsed node is not. */
function atFirstNode(close: () => void): void {
  const observer = new MutationObserver(() => {
    observer.disconnect();
    close();
  });
  observer.observe(document, { childList: true, subtree: true });
}
