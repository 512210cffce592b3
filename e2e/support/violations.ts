import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

/**
 * What axe finds in our shadow roots, or on a page that is ours as a whole. Landmarks are the page's; the guards that keep Tab in a
 * menu are focusable and hidden on purpose.
 */
export async function violations(page: Page, isOurs = false): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().disableRules(isOurs ? [] : ['region']);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ target, html }) => (isOurs || Array.isArray(target[0])) && !html.includes('focus-guard'))
      .map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
  );
}
