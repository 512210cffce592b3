declare global {
  interface Window {
    /** How the hostile script came by something of ours. */
    __stolen: string[];
    /** Zero of them would mean that it did not run. */
    __attempts: { reads: number; offers: number };
  }
}

/**
 * What a hostile page would run before anything else of its own: it listens for the handover of our port, looks at every object that
 * passes through what a port can be used with, and offers ports of its own for as long as the page lives.
 */
export const hostileScript = `(${steal.toString()})()`;

function steal(): void {
  const { apply, getOwnPropertyDescriptor, construct } = Reflect;
  const getter = (prototype: object, name: string) => {
    const { get } = getOwnPropertyDescriptor(prototype, name) ?? {};
    return (of: unknown): unknown => get && apply(get, of, []);
  };
  const ofEvent = [
    ...['target', 'currentTarget'].map((name) => getter(Event.prototype, name)),
    getter(MessageEvent.prototype, 'ports'),
  ];
  const underWay = getter(window, 'event');
  const own = new WeakSet<object>();
  const attempts = { reads: 0, offers: 0 };
  const stolen: string[] = [];
  Object.assign(window, { __stolen: stolen, __attempts: attempts });

  const look = (value: unknown, way: string): void => {
    attempts.reads += 1;
    if (value instanceof MessagePort && !own.has(value)) stolen.push(way);
    else if (Array.isArray(value)) for (const each of value) look(each, way);
    else if (value instanceof MessageEvent && !own.has(value))
      for (const get of ofEvent) look(get(value), way);
  };
  const spy = (holder: object, name: string) => {
    const descriptor = getOwnPropertyDescriptor(holder, name);
    if (!descriptor) throw new Error(`there is no ${name}`);
    for (const key of ['value', 'get', 'set'] as const) {
      const original: unknown = descriptor[key];
      if (typeof original !== 'function') continue;
      descriptor[key] = function replaced(this: unknown, ...given: unknown[]): unknown {
        look(underWay(window), `the event under way when ${name} was used`);
        look(this, `${name} of it`);
        look(given, `${name} with it`);
        const result: unknown = apply(original, this, given);
        look(result, `what ${name} returned`);
        return result;
      };
    }
    Object.defineProperty(holder, name, descriptor);
  };
  window.MessageChannel = new Proxy(MessageChannel, {
    construct(target, given) {
      const channel = construct(target, given) as MessageChannel;
      own.add(channel.port1).add(channel.port2);
      return channel;
    },
  });
  const spied: [object, string[]][] = [
    [MessageEvent.prototype, ['data', 'ports', 'source', 'origin']],
    [Event.prototype, ['target', 'currentTarget', 'srcElement', 'type', 'composedPath', 'preventDefault']],
    [MessagePort.prototype, ['postMessage', 'start', 'close', 'onmessage']],
    [EventTarget.prototype, ['addEventListener', 'removeEventListener', 'dispatchEvent']],
    [Function.prototype, ['call', 'apply', 'bind']],
    [Reflect, ['apply']],
  ];
  // oxlint-disable-next-line typescript/unbound-method -- called through Reflect.apply
  const { dispatchEvent: dispatch, addEventListener: listen } = EventTarget.prototype;
  for (const [holder, names] of spied) for (const name of names) spy(holder, name);

  for (const target of [window, document]) {
    for (const type of ['nexischat:port', 'nexischat:hello', 'message']) {
      const hear = (event: Event) => {
        look(event, `${type} was heard`);
        if (type !== 'message' && !own.has(event)) stolen.push(`${type} was heard`);
      };
      apply(listen, target, [type, hear, true]);
    }
  }
  new MutationObserver(() => look(underWay(window), 'the event under way when the page changed')).observe(
    document,
    { childList: true, attributes: true, characterData: true, subtree: true },
  );
  const { port1, port2 } = new MessageChannel();
  const offer = () => {
    attempts.offers += 1;
    for (const target of [window, document]) {
      for (const event of [
        new Event('nexischat:hello', { cancelable: true }),
        new MessageEvent('nexischat:port', { ports: [port2], cancelable: true }),
      ]) {
        own.add(event);
        if (!apply(dispatch, target, [event])) stolen.push(`${event.type} was taken`);
      }
    }
  };
  port1.addEventListener('message', () => stolen.push('an offered port was spoken to'));
  port1.start();
  offer();
  setInterval(offer, 5);
}
