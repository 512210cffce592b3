/**
 * Runs in the page before its own scripts. From 2.3000.1042401057 on a message key keeps its string in a minified
 * property; this gives it `_serialized` again, by the name that the source of its toString says.
 */
export function messageKeyShim(): void {
  interface Keys {
    prototype: object;
  }
  interface Loader {
    require?: (id: string) => unknown;
  }
  const POLL_MS = 5;
  const POLLS_MAX = 12_000; // A frame without modules is left alone after a minute.
  let polls = 0;
  const page = globalThis as Loader;
  function repair(MsgKey: Keys): void {
    const { prototype } = MsgKey;
    const source = Object.getOwnPropertyDescriptor(prototype, 'toString')?.value as () => string;
    const name = /return this\.([\w$]+)/.exec(Function.prototype.toString.call(source))?.[1];
    if (name === undefined || name === '_serialized') return;
    function keep(key: object, value: unknown): void {
      Object.defineProperty(key, '_serialized', {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    Object.defineProperty(prototype, name, {
      configurable: true,
      get(this: { _serialized?: string }) {
        return this._serialized;
      },
      set(this: object, value: unknown) {
        keep(this, value);
      },
    });
    Object.defineProperty(prototype, '_serialized', {
      configurable: true,
      get(this: object): unknown {
        return Object.getOwnPropertyDescriptor(this, name)?.value;
      },
      set(this: object, value: unknown) {
        keep(this, value);
      },
    });
  }
  const timer = setInterval(() => {
    polls += 1;
    if (polls > POLLS_MAX) clearInterval(timer);
    try {
      const debug = page.require?.('__debug') as { modulesMap: Record<string, unknown> } | undefined;
      if (!debug || !('WAWebMsgKey' in debug.modulesMap)) return;
      clearInterval(timer);
      repair(page.require?.('WAWebMsgKey') as Keys);
    } catch {
      clearInterval(timer);
    }
  }, POLL_MS);
}
