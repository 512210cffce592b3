import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const START_TIMEOUT_MS = 30_000;
/** Chosen by us through a preference, so that the extension's own pages have a known address. */
const EXTENSION_HOST = '6d0a1b1e-52f4-4b8e-9d3c-1a2b3c4d5e6f';
const GECKO_ID = 'nexischat@nexischat.app';

/** The keys of WebDriver's keyboard that have no character. */
export const keys = { enter: '\uE007', escape: '\uE00C' } as const;

export type Preferences = Readonly<Record<string, unknown>>;

const quiet: Preferences = {
  'remote.active-protocols': 1,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.proxy.type': 0,
  'toolkit.telemetry.enabled': false,
};

interface Point {
  readonly x: number;
  readonly y: number;
}

/** One Firefox tab, driven over WebDriver BiDi as Playwright's build of Firefox can not install an extension. */
export class FirefoxTab {
  readonly #firefox: Firefox;
  readonly #context: string;

  constructor(firefox: Firefox, context: string) {
    this.#firefox = firefox;
    this.#context = context;
  }

  async goto(url: string): Promise<void> {
    await this.#firefox.send('browsingContext.activate', { context: this.#context });
    await this.#firefox.send('browsingContext.navigate', { context: this.#context, url, wait: 'complete' });
  }

  /** The value of an expression in the page. Throws what it throws. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = (await this.#firefox.send('script.evaluate', {
      expression,
      target: { context: this.#context },
      awaitPromise: true,
      resultOwnership: 'none',
    })) as { type: string; result?: { value?: unknown }; exceptionDetails?: { text: string } };
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text);
    return answer.result?.value;
  }

  async click(at: Point): Promise<void> {
    await this.pointer([
      { type: 'pointerMove', ...at },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ]);
  }

  async pointer(actions: readonly object[]): Promise<void> {
    await this.#perform({ type: 'pointer', id: 'mouse', actions });
  }

  async type(text: string): Promise<void> {
    const actions = Array.from(text).flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.#perform({ type: 'key', id: 'keyboard', actions });
  }

  async #perform(source: object): Promise<void> {
    await this.#firefox.send('input.performActions', { context: this.#context, actions: [source] });
  }
}

export interface FirefoxOptions {
  readonly path: string;
  /** The port of the simulator. */
  readonly whatsAppPort: number;
  readonly preferences?: Preferences;
}

/** A headless Firefox in a profile of its own. */
export class Firefox {
  readonly #socket: WebSocket;
  readonly #answers = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  readonly #end: () => Promise<void>;
  #lastId = 0;

  private constructor(socket: WebSocket, end: () => Promise<void>) {
    this.#socket = socket;
    this.#end = end;
    socket.addEventListener('message', ({ data }) => {
      const answer = JSON.parse(String(data)) as {
        id?: number;
        type: string;
        result?: unknown;
        message?: string;
      };
      const waiting = answer.id === undefined ? undefined : this.#answers.get(answer.id);
      if (answer.type === 'error') waiting?.reject(new Error(answer.message));
      else waiting?.resolve(answer.result);
    });
  }

  static async start({ path: binary, whatsAppPort, preferences: own }: FirefoxOptions): Promise<Firefox> {
    const profile = mkdtempSync(path.join(tmpdir(), 'nexischat-firefox-'));
    const preferences = {
      ...quiet,
      'network.dns.localDomains': 'web.whatsapp.com,static.whatsapp.net',
      'network.socket.forcePort': `443=${whatsAppPort}`,
      'extensions.webextensions.uuids': JSON.stringify({ [GECKO_ID]: EXTENSION_HOST }),
      ...own,
    };
    const lines = Object.entries(preferences).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
    );
    writeFileSync(path.join(profile, 'user.js'), lines.join('\n'));
    const child = spawn(
      binary,
      [
        '--headless',
        '--profile',
        profile,
        '--remote-debugging-port',
        '0',
        '--remote-allow-system-access',
        '--no-remote',
      ],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, MOZ_HEADLESS_WIDTH: '1280', MOZ_HEADLESS_HEIGHT: '900' },
      },
    );
    const end = async () => {
      if (child.exitCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    };
    try {
      const url = await new Promise<string>((resolve, reject) => {
        setTimeout(() => reject(new Error('Firefox did not start.')), START_TIMEOUT_MS).unref();
        child.once('exit', () => reject(new Error('Firefox ended at once.')));
        createInterface({ input: child.stderr }).on('line', (line) => {
          const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(line)?.[1];
          if (address) resolve(address);
        });
      });
      const socket = new WebSocket(`${url}/session`);
      await once(socket, 'open');
      const firefox = new Firefox(socket, end);
      await firefox.send('session.new', { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
      return firefox;
    } catch (error) {
      await end();
      throw error;
    }
  }

  async send(method: string, params: object): Promise<unknown> {
    const id = (this.#lastId += 1);
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#answers.set(id, { resolve, reject });
    });
    this.#socket.send(JSON.stringify({ id, method, params }));
    return answer;
  }

  /** Puts a built extension in, also under tabs that are open already, and says its id. */
  async install(extension: string): Promise<string> {
    const extensionData = { type: 'path', path: extension };
    const installed = (await this.send('webExtension.install', { extensionData })) as { extension: string };
    return installed.extension;
  }

  async uninstall(id: string): Promise<void> {
    await this.send('webExtension.uninstall', { extension: id });
  }

  async open(url: string): Promise<FirefoxTab> {
    const { context } = (await this.send('browsingContext.create', { type: 'tab' })) as { context: string };
    const tab = new FirefoxTab(this, context);
    await tab.goto(url);
    return tab;
  }

  openPopup(): Promise<FirefoxTab> {
    return this.open(`moz-extension://${EXTENSION_HOST}/popup.html`);
  }

  /** In a tab, as it is beside every window. */
  openSidePanel(): Promise<FirefoxTab> {
    return this.open(`moz-extension://${EXTENSION_HOST}/sidepanel.html`);
  }

  /** An expression in the browser's own scope. */
  async evaluateInBrowser(expression: string): Promise<unknown> {
    const { contexts } = (await this.send('browsingContext.getTree', { 'moz:scope': 'chrome' })) as {
      contexts: { context: string }[];
    };
    return new FirefoxTab(this, contexts[0]?.context ?? '').evaluate(expression);
  }

  /** What the browser does at Alt+Shift+K; keys that are driven reach pages alone. */
  async pressPaletteShortcut(): Promise<void> {
    await this.evaluateInBrowser(
      `document.querySelector('keyset[id^="ext-keyset"] key').dispatchEvent(new CustomEvent('command', { bubbles: true }))`,
    );
  }

  /** What the browser says of an extension's event page: running, suspending or stopped. */
  backgroundState(id: string): Promise<unknown> {
    return this.evaluateInBrowser(
      `WebExtensionPolicy.getByID(${JSON.stringify(id)}).extension.backgroundState`,
    );
  }

  async close(): Promise<void> {
    await this.#end();
  }
}
