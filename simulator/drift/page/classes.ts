import { otherClass } from '../class-names.ts';
import { has } from './has.ts';

/** Before anything is rendered: what the page's code calls a class, the document gets under its other name. */
export function renameClassesInPage(): void {
  if (!has('classes-renamed')) return;
  // oxlint-disable-next-line typescript/unbound-method -- called with its element
  const { setAttribute } = Element.prototype;
  Element.prototype.setAttribute = function set(this: Element, name: string, value: string): void {
    const isClass = name === 'class';
    setAttribute.call(this, name, isClass ? value.split(' ').map(otherClass).join(' ') : value);
  };
}
