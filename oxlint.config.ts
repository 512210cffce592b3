import { defineConfig } from 'oxlint';

interface Ban {
  readonly regex: string;
  readonly message: string;
  readonly allowTypeImports?: boolean;
}

/** Folders of the tree that some folder may not import. */
const folders = (names: string, message: string): Ban => ({ regex: `^(\\.\\./)+(${names})/`, message });
const packages = (names: string, message: string): Ban => ({ regex: `^(${names})`, message });

const onlyShared = 'shared imports shared; zod, uuid, fractional-indexing.';
const shared = [
  folders('server|extension|drizzle|simulator|e2e', onlyShared),
  packages(
    'node:|wxt|hono|@hono|react|drizzle-orm|pg$|better-auth|whatsapp-web|mongoose|@base-ui|@webext-core|idb|lexical|playwright',
    onlyShared,
  ),
];
const drizzle = [folders('server|extension|simulator|e2e', 'drizzle imports drizzle and shared.')];

const server = [
  folders('extension|simulator|e2e', 'server imports server, drizzle and shared.'),
  packages('wxt|react|@base-ui', 'server has no browser code.'),
];
const betterAuth = packages('better-auth', 'Only server/auth imports better-auth.');
const whatsAppWebJs = packages('whatsapp-web', 'Only server/sessions/client.ts imports whatsapp-web.js.');
const mongoose = packages('mongoose', 'Only server/sessions/store/mongo.ts imports mongoose.');
const serverParts = (others: string) =>
  folders(others, 'sync, billing and sessions do not import each other, and auth none of them.');
const sessions = [...server, betterAuth, serverParts('sync|billing')];

const extension = [
  folders('drizzle|simulator|e2e|server/.+', 'extension imports extension and shared.'),
  {
    ...folders('server', 'From the server only `import type { Api }`.'),
    allowTypeImports: true,
  },
  packages('node:|drizzle-orm|pg$|hono|better-auth', 'extension runs in the browser.'),
  { regex: '(^|/)entrypoints/', message: 'Nobody imports entrypoints.' },
];
const feature = [
  ...extension,
  {
    regex:
      '\\.\\./whatsapp/(page/|page-link|dom|bridge|health|capabilities|handover|hovered-row|mounts|outline)',
    message: 'Features know WhatsApp through whatsapp/index.ts.',
  },
  {
    regex:
      '\\.\\./(replica/(replica|disk|no-space|device|background|sync-loop|messaging|kill-list|tabs|serve|client)|api\\.ts)',
    message: 'Features read rows through replica/use-rows.ts.',
  },
  {
    regex:
      '^\\.\\./(folders|views|chats|priority|tags|templates|palette|accounts|inbox|channels|plan|data|notice|floating|composer-bar)/',
    message: 'A feature never imports another feature.',
  },
];

const bans = (patterns: readonly Ban[]) => ({
  'no-restricted-imports': ['error', { patterns: [...patterns] }] as ['error', { patterns: Ban[] }],
});

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'react'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['.output', '.wxt', '.data', 'node_modules', 'drizzle/meta'],
  rules: {
    'import/no-cycle': ['error', { ignoreTypes: true }],
    'import/no-default-export': 'error',
    'import/no-unassigned-import': ['error', { allow: ['**/*.css', 'fake-indexeddb/auto'] }],
    'eslint/no-console': 'error',
    'eslint/eqeqeq': ['error', 'always', { null: 'ignore' }],
    'eslint/max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    'eslint/no-unused-vars': [
      'error',
      { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
    ],
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/ban-ts-comment': 'error',
    // Off, each for its reason:
    'import/no-named-as-default-member': 'off', // `import * as z`
    'eslint/no-await-in-loop': 'off', // order matters
    'eslint/no-underscore-dangle': 'off', // unused parameters
    'eslint/no-shadow': 'off', // a short scope may reuse a good name
    'typescript/no-unsafe-type-assertion': 'off', // generic code; each says why it is safe
    'typescript/no-generated-empty-object-type': 'off', // optional parts of a generic shape
    'typescript/consistent-return': 'off', // tsc's noImplicitReturns decides
    'unicorn/consistent-function-scoping': 'off', // a helper stands where it is used
    'unicorn/no-array-sort': 'off', // of arrays made on the spot
    'unicorn/require-post-message-target-origin': 'off', // MessagePort has none
    'oxc/no-map-spread': 'off', // copy on write
    'react/react-in-jsx-scope': 'off', // the automatic runtime
  },
  overrides: [
    {
      files: [
        '*.config.ts',
        'drizzle/drizzle.config.ts',
        'extension/entrypoints/**',
        'e2e/global-setup.ts',
        'e2e/drift/table.ts',
      ],
      rules: { 'import/no-default-export': 'off' },
    },
    { files: ['shared/**'], rules: bans(shared) },
    { files: ['drizzle/**'], rules: bans(drizzle) },
    { files: ['server/**'], rules: bans([...server, betterAuth, whatsAppWebJs, mongoose]) },
    { files: ['server/auth/**'], rules: bans([...server, whatsAppWebJs, mongoose]) },
    {
      files: ['server/sync/**'],
      rules: bans([...server, betterAuth, whatsAppWebJs, mongoose, serverParts('billing|sessions')]),
    },
    {
      files: ['server/billing/**'],
      rules: bans([...server, betterAuth, whatsAppWebJs, mongoose, serverParts('sync|sessions')]),
    },
    { files: ['server/sessions/**'], rules: bans([...sessions, whatsAppWebJs, mongoose]) },
    { files: ['server/sessions/client.ts'], rules: bans([...sessions, mongoose]) },
    { files: ['server/sessions/store/mongo.ts'], rules: bans([...sessions, whatsAppWebJs]) },
    { files: ['extension/**'], rules: bans(extension) },
    { files: ['extension/features/**'], rules: bans(feature) },
    {
      files: ['extension/whatsapp/**'],
      rules: bans([
        ...extension,
        folders('features|replica', 'whatsapp knows the page and nothing of the product.'),
      ]),
    },
    {
      files: ['extension/replica/**'],
      rules: bans([
        ...extension,
        folders('features|whatsapp', 'replica knows neither features nor WhatsApp.'),
      ]),
    },
    {
      files: ['extension/ui/**'],
      rules: bans([...extension, folders('features|whatsapp|replica', 'ui has no product words.')]),
    },
    {
      files: ['simulator/**'],
      rules: bans([
        folders('server|extension|drizzle|e2e', 'simulator imports only shared, or it would prove nothing.'),
      ]),
    },
    {
      files: ['**/*.test.ts', '**/*.test.tsx', 'e2e/**'],
      rules: { 'typescript/no-non-null-assertion': 'off' },
    },
    { files: ['shared/**/*.test.ts'], rules: { 'no-restricted-imports': 'off' } },
    { files: ['e2e/**', 'simulator/main.ts'], rules: { 'eslint/no-console': 'off' } },
  ],
});
