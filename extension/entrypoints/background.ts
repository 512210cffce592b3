import { defineBackground } from 'wxt/utils/define-background';
import { serveScreens } from '../replica/serve.ts';

export default defineBackground(serveScreens);
