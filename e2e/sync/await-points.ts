import path from 'node:path';
import { parseAst, type Plugin } from 'vite';

/** Where a background may die: every `await` of what runs in it. */
const FILES = new Set([
  'extension/replica/device.ts',
  'extension/replica/device-store.ts',
  'extension/replica/disk.ts',
  'extension/replica/replica.ts',
  'extension/replica/sync-loop.ts',
]);

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly argument?: Node;
}

/** Hands what each `await` waits for to `globalThis.awaitPoint(name, …)`, and its name to `globalThis.awaitPointNames`. */
export function awaitPoints(root: string): Plugin {
  return {
    name: 'await-points',
    enforce: 'post',
    transform(code, id) {
      const file = path.relative(root, id.split('?')[0] ?? '');
      if (!FILES.has(file)) return null;
      const names: string[] = [];
      const inserts: [at: number, text: string][] = [];
      for (const { start, end, argument } of awaitsIn(parseAst(code))) {
        if (!argument) continue;
        const text = code.slice(start, end).replaceAll(/\s+/g, ' ').slice(6, 60);
        const twin = names.filter((name) => name.startsWith(`${path.basename(file)}: ${text}`)).length;
        const name = `${path.basename(file)}: ${text}${twin > 0 ? ` (${twin + 1})` : ''}`;
        names.push(name);
        inserts.push(
          [argument.start, `globalThis.awaitPoint(${JSON.stringify(name)}, `],
          [argument.end, ')'],
        );
      }
      return {
        code: `globalThis.awaitPointNames.push(...${JSON.stringify(names)});${inserted(code, inserts)}`,
        map: null,
      };
    },
  };
}

function awaitsIn(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(awaitsIn);
  if (value === null || typeof value !== 'object') return [];
  const inner = Object.values(value).flatMap(awaitsIn);
  return 'type' in value && value.type === 'AwaitExpression' ? [value as Node, ...inner] : inner; // Safe: an ESTree node.
}

function inserted(code: string, inserts: readonly [at: number, text: string][]): string {
  let result = '';
  let from = 0;
  for (const [at, text] of inserts.toSorted(([a], [b]) => a - b)) {
    result += code.slice(from, at) + text;
    from = at;
  }
  return result + code.slice(from);
}
