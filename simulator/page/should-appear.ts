import { config } from './config.ts';
import { drifted } from './core/loader.ts';
import { loader } from './core/page-loader.ts';
import type { Chat } from './modules/models.ts';

const MODULE = 'WAWebFrontendChatGetters';
const moduleId = drifted(MODULE, config.drift);
const getter = drifted('getShouldAppearInList', config.drift, `${MODULE}.getShouldAppearInList`);

type Getters = Record<string, (chat: Chat) => boolean>;
let namespace: Getters | undefined;

/** Asks through the namespace at call time, for each chat anew: who replaced the export is who answers. */
export function shouldAppear(chat: Chat): boolean {
  namespace ??= loader.importNamespace(moduleId) as Getters;
  return namespace[getter]?.(chat) ?? true;
}
