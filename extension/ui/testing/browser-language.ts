/** What a unit test has of a browser: an English one. */
const i18n = { getMessage: () => 'en', getUILanguage: () => 'en-US' };
Object.assign(globalThis, { chrome: { i18n } });
