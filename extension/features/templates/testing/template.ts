import type { Template } from '../edits.ts';

export const accountId = '5f7c2b52-6f53-4f0e-8d8c-0a8c4f0f1a01';

/** A template with what matters in a test. */
export function template(fields: Partial<Template>): Template {
  return {
    id: crypto.randomUUID(),
    revision: 1,
    accountId,
    name: 'Thanks',
    content: 'Thank you!',
    shortcut: '',
    position: 'a0',
    ...fields,
  };
}
