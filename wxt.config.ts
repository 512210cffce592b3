import { defineConfig } from 'wxt';

const API_ORIGIN = process.env['NEXIS_API_ORIGIN'] ?? 'http://127.0.0.1:8787';

const CHROME_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA6Xzc+7erz/RDmpUr2ABcXDGhYkS9E2T/NQl4WuNAZYclkDwQ4Z0NjdkQ4d3oMRCwsQnVjp4vxdFiZL2PC1WHahDjug517izzF9kFeJk/0+fVVDt+XYjyATbCrOixiJ+Vrskgc7IP4EQji8PvirZd/rsyU8b/Q8kReOb34e7S1QwhgJVry++1UDjotDxty9wyztiCKYPdLNTDAocv3fhsE8Qqra7QyP1am9CX/wyQCjDtbthr3pUC7pNf8pM/1kDfJHzi2Sua7AOqMjjufegfRHUqEM3dLHJMX2856Nhc9m7yRcTTTsRJrRt/0M3Au6WAIkYJy/OghTq+Oz2km2/PBQIDAQAB';

/** Tells builds with open shadow roots apart, so that the demo and the tests do not overwrite each other's. */
const BUILD_NAME = process.env['NEXIS_BUILD_NAME'] ?? 'e2e';

const sharedGlobals: Readonly<Record<string, string>> = {
  react: 'nexis.React',
  'react-dom': 'nexis.ReactDOM',
  'react/jsx-runtime': 'nexis.JsxRuntime',
};

/** CommonJS, since its members are looked up when they are used, and packages of both kinds import it. */
const sharedModules = {
  name: 'nexis:shared-modules',
  enforce: 'pre' as const,
  resolveId: (id: string) => (id in sharedGlobals ? `\0shared:${id}` : undefined),
  load: (id: string) => {
    const shared = id.startsWith('\0shared:') ? sharedGlobals[id.slice('\0shared:'.length)] : undefined;
    return shared && `module.exports = globalThis.${shared};`;
  },
};

/** The extension's build; end-to-end builds differ in nothing but open shadow roots. */
export function extensionConfig({ openShadowRoots }: { openShadowRoots: boolean }) {
  return defineConfig({
    srcDir: 'extension',
    publicDir: 'extension/public',
    modulesDir: 'extension/modules',
    outDir: '.output',
    ...(openShadowRoots && { outDirTemplate: `{{browser}}-mv{{manifestVersion}}-${BUILD_NAME}` }),
    imports: false,
    modules: ['@wxt-dev/module-react', '@wxt-dev/i18n/module'],
    hooks: {
      // Chrome and its store know no Portuguese as such: what is written as Brazil's is Portugal's too.
      'build:publicAssets': (_, assets) => {
        const portuguese = assets.find(({ relativeDest }) => relativeDest.includes('pt_BR'));
        if (portuguese)
          assets.push({ ...portuguese, relativeDest: portuguese.relativeDest.replace('pt_BR', 'pt_PT') });
      },
      // overlays.js is loaded into the page's isolated world at first use and runs on the React that is there already.
      'vite:build:extendConfig': (entrypoints, config) => {
        if (!entrypoints.some(({ name }) => name === 'overlays')) return;
        config.plugins = [sharedModules, ...(config.plugins ?? [])];
      },
    },
    vite: () => ({
      define: {
        __SHADOW_ROOT_MODE__: JSON.stringify(openShadowRoots ? 'open' : 'closed'),
        __API_ORIGIN__: JSON.stringify(API_ORIGIN),
      },
    }),
    manifest: ({ browser }) => {
      const api = new URL(API_ORIGIN);
      const live = `${api.protocol === 'https:' ? 'wss:' : 'ws:'}//${api.host}`;
      return {
        name: '__MSG_extName__',
        description: '__MSG_extDescription__',
        default_locale: 'en',
        commands: {
          // The browsers keep Ctrl+Shift+K for themselves; a person may choose another in the browser's own page of shortcuts.
          palette: { suggested_key: { default: 'Alt+Shift+K' }, description: '__MSG_palette_command__' },
        },
        permissions: ['alarms', 'scripting', ...(browser === 'chrome' ? ['sidePanel'] : [])],
        // Asked from a click, for who wants to be told of new messages.
        optional_permissions: ['notifications'],
        host_permissions: ['https://web.whatsapp.com/*', `${api.protocol}//${api.hostname}/*`],
        content_security_policy: {
          // Firefox's default policy upgrades ws: to wss:, which a development server has not.
          extension_pages: `default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob:; media-src blob:; connect-src ${API_ORIGIN} ${live}; object-src 'none'`,
        },
        // Fixes the extension's id in Chromium, which the server's EXTENSION_ORIGINS names.
        ...(browser === 'chrome' && { key: CHROME_KEY }),
        ...(browser === 'firefox' && {
          browser_specific_settings: {
            gecko: {
              id: 'nexischat@nexischat.app',
              strict_min_version: '140.0',
              data_collection_permissions: {
                required: ['authenticationInfo', 'personallyIdentifyingInfo'],
                // Asked from the press that links an account on the server: its messages go through there.
                optional: ['personalCommunications'],
              },
            },
          },
        }),
      };
    },
  });
}

export default extensionConfig({ openShadowRoots: false });
