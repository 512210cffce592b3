type Listen = () => void;

/** Of the library's client; its types don't tell: eighteen functions are given to the page one by one, and then one script listens. */
export interface Attaching {
  pupPage?: {
    evaluate: (listen: Listen) => Promise<unknown>;
    exposeFunction: (name: string, call: () => unknown) => Promise<unknown>;
  };
  attachEventListeners: (this: Attaching) => Promise<void>;
}

/**
 * Takes the giving of functions out of what follows a sync. Returns what gives them, which may be asked again and rejects when the page
 * is left meanwhile; what has not been given by then is given at the sync.
 */
export function exposeEarly(client: Attaching): () => Promise<void> {
  const attach = client.attachEventListeners;
  const names = new Set<unknown>();
  let listen: Listen = () => undefined;
  let exposed: Promise<void> | undefined;

  async function expose(): Promise<void> {
    const page = client.pupPage;
    const standIn = {
      // It asks whether a function is there by its name; what it runs with no argument is what listens.
      async evaluate(script: Listen, ...args: unknown[]): Promise<unknown> {
        if (args.length > 0) return names.has(args[0]);
        listen = script;
        return undefined;
      },
      async exposeFunction(name: string, call: () => unknown): Promise<void> {
        await page?.exposeFunction(name, call);
        names.add(name);
      },
    };
    await attach.call(Object.create(client, { pupPage: { value: standIn } }) as Attaching);
  }

  const exposeOnce = () =>
    (exposed ??= expose().catch((error: unknown) => {
      exposed = undefined;
      throw error;
    }));
  client.attachEventListeners = async () => {
    await exposeOnce();
    await client.pupPage?.evaluate(listen);
  };
  return exposeOnce;
}
