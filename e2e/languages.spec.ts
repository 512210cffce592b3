import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { pressPaletteShortcut } from './support/palette.ts';
import { expect, PASSWORD, test } from './support/product.ts';
import { openSidePanel } from './support/side-panel.ts';
import { expectQuietPage, plainChats } from './support/signed-in.ts';
import { violations } from './support/violations.ts';
import { WhatsAppPage } from './support/whatsapp-page.ts';
import { wordsOf } from './support/words.ts';

const SHOTS = '.data/shots';

/** What would be seen first if something was said in English. */
const ENGLISH =
  /\b(folders?|chats? (?:un)?read|priorit(?:y|ies)|queue|views?|undo|organise|sign (?:in|out|up)|settings|unread|search|nothing|your|the)\b/i;

/** All that is read on a page of ours, or in our parts of WhatsApp Web. */
const readOf = (page: Page) =>
  page.evaluate(() => {
    const ours = document.querySelector('#app')
      ? [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => [
          ...(shadowRoot?.querySelectorAll<HTMLElement>('.nexis') ?? []),
        ])
      : [document.body];
    const labels = ours.flatMap((part) =>
      [...part.querySelectorAll('*')].flatMap((each) =>
        ['aria-label', 'title', 'placeholder'].map((name) => each.getAttribute(name) ?? ''),
      ),
    );
    return [...ours.map(({ innerText }) => innerText), ...labels].join('\n');
  });

for (const [language, catalogue, direction, theme] of [
  ['pt-BR', 'pt_BR', 'ltr', 'light'],
  ['es', 'es', 'ltr', 'dark'],
  ['ar', 'ar', 'rtl', 'light'],
] as const) {
  test(`who uses the browser in ${language} reads that everywhere, and in its direction`, async ({
    product,
  }) => {
    mkdirSync(SHOTS, { recursive: true });
    const t = wordsOf(catalogue);
    const [simulator] = await Promise.all([
      product.simulate({ chats: 30, locale: catalogue, theme, me: { phone: '15550100001', name: 'Álvaro' } }),
      product.startServer(),
    ]);
    const device = await product.device({ language, colorScheme: theme });
    const see = async (name: string, at: Page) => {
      await at.screenshot({ path: `${SHOTS}/${language}-${name}.png` });
      expect.soft(await readOf(at), name).not.toMatch(ENGLISH);
    };

    const popup = await device.openPopup();
    await expect(popup.locator('html')).toHaveAttribute('dir', direction);
    await expect(popup.locator('html')).toHaveAttribute('lang', new RegExp(`^${language.slice(0, 2)}`));
    await popup.getByRole('button', { name: t('popup.toSignUp') }).click();
    await popup.getByLabel(t('popup.email')).fill('ada@example.com');
    await popup.getByLabel(t('popup.password')).fill('short');
    await popup.getByRole('button', { name: t('popup.signUp'), exact: true }).click();
    await popup.getByText(t('popup.passwordShort')).waitFor();
    await see('sign-in', popup);
    await popup.getByLabel(t('popup.password')).fill(PASSWORD);
    await popup.getByRole('button', { name: t('popup.signUp'), exact: true }).click();
    await popup.getByText(t('popup.signedInAs', 'ada@example.com')).waitFor();

    const page = await device.openWhatsApp();
    const on = new WhatsAppPage(page);
    const chats = plainChats(simulator);
    const [first, second] = chats;
    if (!first || !second) throw new Error('the world is too small');
    const strip = page.getByRole('tablist', { name: t('folders.label') });
    await strip.getByRole('tab', { name: t('folders.all') }).waitFor();
    const folders = [t('folders.namePlaceholder').split(' ').at(-1) ?? '', 'VIP (C++)'];
    for (const name of folders) {
      await page.getByRole('button', { name: t('folders.new') }).click();
      await page.getByLabel(t('folders.name')).fill(name);
      await page.getByRole('button', { name: t('folders.create') }).click();
      await page.getByText(t('folders.created', name)).waitFor();
    }
    const unread = simulator
      .chats()
      .filter(
        ({ unread, muted, archived, kind }) => unread !== 0 && !muted && !archived && kind !== 'channel',
      );
    expect(unread.length).toBeGreaterThan(2);
    await expect(strip.getByRole('tab').first()).toContainText(
      t('folders.unreadCount.n', String(unread.length)),
    );

    const organise = async (name: string) => {
      await on.row(name).hover();
      await page
        .getByRole('button', { name: t('chats.organise', t('chats.one', name)) })
        .last()
        .click();
      await page.getByRole('menu').waitFor();
    };
    for (const [chat, folder] of [
      [first, folders[0]],
      [second, folders[0]],
      [first, folders[1]],
    ] as const) {
      await organise(chat.name);
      await page.getByRole('menuitemcheckbox', { name: folder ?? '' }).click();
      await page.getByText(t('chats.filed', t('chats.one', chat.name), folder ?? '')).waitFor();
      if (chat !== first || folder !== folders[1]) await page.keyboard.press('Escape');
    }
    await see('chat-menu', page);
    await page.keyboard.press('Escape');
    await on.row(second.name).click();
    await page.getByText(t('guard.sendingAs', 'Álvaro')).waitFor();
    await page.getByRole('button', { name: t('guard.templates') }).click();
    await page.getByText(t('templates.picker.noneHere')).waitFor();
    await page.screenshot({ path: `${SHOTS}/${language}-picker.png` });
    await page.keyboard.press('Escape');
    await pressPaletteShortcut(device);
    await page.getByRole('option').first().waitFor();
    await page.screenshot({ path: `${SHOTS}/${language}-palette.png` });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: t('queue.open') }).click();
    const panel = page.getByRole('dialog', { name: t('panel.organise') });
    await panel.getByRole('tab', { name: t('panel.folders') }).click();
    await expect(panel.getByRole('button', { name: folders[0] ?? '', exact: false }).first()).toContainText(
      t('chats.count.n', '2'),
    );
    await see('page', page);
    await expectQuietPage(page);
    // What looks for it breaks the page's policy.
    if (language === 'ar') expect.soft(await violations(page), 'the page').toEqual([]);
    await see('popup', popup);

    const side = await openSidePanel(device);
    await side.setViewportSize({ width: 320, height: 700 });
    await expect(side.locator('html')).toHaveAttribute('dir', direction);
    for (const section of [
      'queue.title',
      'panel.folders',
      'priorities.title',
      'tags.title',
      'templates.title',
    ]) {
      await side.getByRole('tab', { name: t(section) }).click();
      await side
        .getByRole('heading', { name: t(section) })
        .first()
        .waitFor();
      await see(`side-${section.split('.')[0]}`, side);
      const overflow = await side.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect.soft(overflow, section).toBeLessThanOrEqual(0);
    }
    if (language === 'ar') expect.soft(await violations(side, true), 'the side panel').toEqual([]);
  });
}
