import { config } from './config.ts';
import { drifted } from './core/loader.ts';
import { loader } from './core/page-loader.ts';
import type { Chat } from './modules/models.ts';

const MODULE = 'WAWebFrontendChatGetters';
const moduleId = drifted(MODULE, config.drift);
const getter = drifted('getShouldAppearInList', config.drift, `${MODULE}.getShouldAppearInList`);

/** Asks through the namespace at call time, for each chat anew: who replaced the export is who answers. */
export function shouldAppear(chat: Chat): boolean {
  const ask = loader.importNamespace(moduleId)[getter] as (chat: Chat) => boolean;
  return ask(chat);
}
