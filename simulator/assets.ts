import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Bundle } from './bundle.ts';
import { pageDocument, type DocumentOptions } from './document.ts';

/** Answers for both hosts: the page and its frame, and what static.whatsapp.net serves. */
export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  bundle: Bundle,
  options: DocumentOptions,
): void {
  const { pathname } = new URL(request.url ?? '/', 'https://web.whatsapp.com');
  const asset = pathname.startsWith('/rsrc/') ? pathname.slice(pathname.lastIndexOf('/')) : '';
  if (asset === '/app.js') return sendAsset(response, 'text/javascript', bundle.script);
  if (asset === '/app.css') return sendAsset(response, 'text/css', bundle.style);
  if (pathname === '/') {
    const { headers, body } = pageDocument(options);
    return void response.writeHead(200, headers).end(body);
  }
  if (pathname === '/auto_logout') return void response.writeHead(200, FRAME_HEADERS).end('<!DOCTYPE html>');
  return void response.writeHead(404).end();
}

const FRAME_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; frame-ancestors 'self'`,
};

function sendAsset(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  response.end(body);
}
