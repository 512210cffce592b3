import { browser } from 'wxt/browser';

/** The types know the browser's own messages alone. */
const catalogueLanguage = (): string =>
  (browser.i18n as { getMessage: (key: string) => string }).getMessage('language');

/**
 * The language of our sentences. It is the browser's, with its region, if there is a catalogue for it, and else that of the
 * catalogue that the browser took instead.
 */
export const uiLanguage = (): string => (language ??= findLanguage());

let language: string | undefined;

function findLanguage(): string {
  const ours = catalogueLanguage();
  const theirs = browser.i18n.getUILanguage();
  return new Intl.Locale(theirs).language === ours ? theirs : ours;
}

/** The browser's own word on it is about its menus, which may speak a language that we do not. */
export function uiDirection(): 'ltr' | 'rtl' {
  return catalogueLanguage() === 'ar' ? 'rtl' : 'ltr';
}

/** Says to the browser and to a screen reader what an element is written in. */
export function dress(element: HTMLElement): void {
  element.lang = uiLanguage();
  element.dir = uiDirection();
}

/** With the digits that the sentences around it have. */
const formatLanguage = () =>
  (formats ??= new Intl.Locale(uiLanguage(), { numberingSystem: 'latn' }).toString());

let formats: string | undefined;

let numbers: Intl.NumberFormat | undefined;

/** 1500 as a person writes it. */
export const numberWord = (count: number): string =>
  (numbers ??= new Intl.NumberFormat(formatLanguage())).format(count);

/** 5 and `minute` as a person writes them in little room; a day's one letter would not be understood in Arabic, nor a size without its space. */
export const unitWord = (count: number, unit: string): string =>
  count.toLocaleString(formatLanguage(), {
    style: 'unit',
    unit,
    unitDisplay: unit === 'day' || unit.endsWith('byte') ? 'short' : 'narrow',
  });

/** A moment's hour and minute, and its day unless that is today. */
export function momentWord(ms: number): string {
  const moment = new Date(ms);
  const isToday = moment.toDateString() === new Date().toDateString();
  return moment.toLocaleString(formatLanguage(), {
    ...(isToday ? {} : { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  });
}

let collator: Intl.Collator | undefined;

/** The order of names in a list. */
export const compareNames = (a: string, b: string): number =>
  (collator ??= new Intl.Collator(uiLanguage())).compare(a, b);

/** A moment's hour and minute. */
export const timeWord = (ms: number): string =>
  new Date(ms).toLocaleTimeString(formatLanguage(), { hour: '2-digit', minute: '2-digit' });

/** A moment's day, and its year unless that is this one. */
export function dayWord(ms: number): string {
  const moment = new Date(ms);
  const isThisYear = moment.getFullYear() === new Date().getFullYear();
  return moment.toLocaleDateString(formatLanguage(), {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  });
}
