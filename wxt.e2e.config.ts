import { extensionConfig } from './wxt.config.ts';

export default extensionConfig({ openShadowRoots: true });
