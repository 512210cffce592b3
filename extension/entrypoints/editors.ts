import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { Editors } from '../features/folders/editors.tsx';

export default defineUnlistedScript(() => {
  globalThis.nexis?.register(Editors);
});
