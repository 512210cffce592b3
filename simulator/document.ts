import { randomBytes } from 'node:crypto';
import type { PageConfig } from './protocol.ts';

/**
 * `2024`: as it was served then; `nonce`: scripts by nonce alone; `strict`: and nothing else, with one policy of trusted types;
 * the last two: with none, or with the default one too.
 */
export type CspLevel = 'none' | '2024' | 'nonce' | keyof typeof POLICIES;

export interface DocumentOptions {
  config: PageConfig;
  csp: CspLevel;
  locale: string;
  theme: 'light' | 'dark';
  /** Names the bundle's version in its addresses. */
  build: string;
  /** Before anything else in the head. */
  firstScript?: string | undefined;
}

const STATIC = 'https://static.whatsapp.net';
/** Until the loader is there, who asks for modules is written down. */
const STUBS = '__d_stub=[];__rl_stub=[];requireLazy=function(...call){__rl_stub.push(call)}';
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

/** The shell of the page and the headers that come with it. */
export function pageDocument(options: DocumentOptions): { headers: Record<string, string>; body: string } {
  const nonce = randomBytes(16).toString('base64');
  const language = options.locale.split(/[-_]/)[0] ?? 'en';
  const dir = RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
  // The closing tag of a script can't appear inside its JSON.
  const config = JSON.stringify(options.config).replaceAll('<', '\\u003c');
  const firstScript = options.firstScript ? `<script nonce="${nonce}">${options.firstScript}</script>\n` : '';
  const body = `<!DOCTYPE html>
<html id="whatsapp-web" class="no-js" lang="${options.locale.replace('_', '-')}" dir="${dir}">
<head>
${firstScript}<meta charset="utf-8">
<title>WhatsApp</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<link rel="stylesheet" nonce="${nonce}" crossorigin="anonymous" href="${STATIC}/rsrc/${options.build}/app.css">
<script nonce="${nonce}">${STUBS}</script>
</head>
<body class="web color-refresh${options.theme === 'dark' ? ' dark' : ''}">
<div id="wa_web_initial_startup"><progress dir="ltr" max="100"></progress><span>End-to-end encrypted</span></div>
<div id="app"></div>
<script type="application/json" id="sim-config" nonce="${nonce}">${config}</script>
<script nonce="${nonce}" crossorigin="anonymous" src="${STATIC}/rsrc/${options.build}/app.js" defer></script>
<div id="has-finished-comet-page"></div>
</body>
</html>`;
  return { body, headers: { ...baseHeaders(), ...policy(options.csp, nonce) } };
}

function baseHeaders(): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin-allow-popups',
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

const POLICIES = { strict: 'wa-policy', 'no-policies': `'none'`, 'default-policy': 'wa-policy default' };

function policy(level: CspLevel, nonce: string): Record<string, string> {
  if (level === 'none') return {};
  const connect = `connect-src 'self' data: blob: ${STATIC} wss://web.whatsapp.com wss://*.web.whatsapp.com`;
  if (level === '2024' || level === 'nonce') {
    const scripts =
      level === 'nonce'
        ? `script-src 'nonce-${nonce}' 'strict-dynamic'`
        : `script-src 'self' data: blob: 'unsafe-eval' 'unsafe-inline' ${STATIC}`;
    const styles = `style-src 'self' 'unsafe-inline' ${STATIC}`;
    const frames = `child-src 'self' data: blob:; frame-src 'self' data: blob:; frame-ancestors 'self'`;
    return { 'content-security-policy': [scripts, styles, connect, frames].join('; ') };
  }
  const directives = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'nonce-${nonce}'`,
    `img-src 'self' data: blob: ${STATIC}`,
    `font-src data: ${STATIC}`,
    connect,
    `frame-src 'self' data: blob:`,
    `worker-src 'self' blob:`,
    `base-uri 'self'`,
    `frame-ancestors 'self'`,
    `require-trusted-types-for 'script'`,
    `trusted-types ${POLICIES[level]}`,
  ];
  return { 'content-security-policy': directives.join('; ') };
}
