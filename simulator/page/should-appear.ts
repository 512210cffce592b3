import { has } from '../drift/page/has.ts';
import { config } from './config.ts';
import { drifted } from './core/loader.ts';
import { loader } from './core/page-loader.ts';
import { frontendChatGetters } from './modules/getters.ts';
import type { Chat } from './modules/models.ts';

const MODULE = 'WAWebFrontendChatGetters';
const moduleId = drifted(MODULE, config.drift.renamed);
const getter = drifted('getShouldAppearInList', config.drift.renamed, `${MODULE}.getShouldAppearInList`);

type Getters = Record<string, (chat: Chat) => boolean>;
let namespace: Getters | undefined;

/** Asks through the namespace at call time, for each chat anew: who replaced the export is who answers. */
export function shouldAppear(chat: Chat): boolean {
  if (has('getter-captured')) return frontendChatGetters.getShouldAppearInList(chat);
  namespace ??= loader.importNamespace(moduleId) as Getters;
  return namespace[getter]?.(chat) ?? true;
}
