import type { Locator, Page } from 'playwright';
import { expect } from './product.ts';

const PRESSES_MAX = 30;

export async function pressUntilFocused(page: Page, key: string, target: Locator): Promise<void> {
  for (let presses = 0; presses < PRESSES_MAX; presses += 1) {
    await page.keyboard.press(key);
    if (await target.evaluate((element) => element.matches(':focus'))) return;
  }
  throw new Error(`${key} does not lead to ${String(target)}`);
}

export const tabTo = (page: Page, target: Locator) => pressUntilFocused(page, 'Tab', target);

/** In the menu that is open. */
export async function arrowTo(page: Page, target: Locator, key = 'ArrowDown'): Promise<void> {
  await expect(page.getByRole('menu').locator(':focus').or(page.locator('[role=menu]:focus'))).toHaveCount(1);
  await pressUntilFocused(page, key, target);
}
