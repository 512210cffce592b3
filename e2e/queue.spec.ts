import { openSidePanel } from './support/side-panel.ts';
import { expect, test } from './support/product.ts';
import { plainChats, signedIn } from './support/signed-in.ts';

test('the queue lists chats by priority, who waits longest first, and follows answers; the side panel keeps it', async ({
  product,
}) => {
  const { on, simulator, device } = await signedIn(product, { chats: 40 });
  const people = plainChats(simulator).filter(({ kind, muted }) => kind === 'person' && !muted);
  const [early, late, plain] = people;
  if (!early || !late || !plain) throw new Error('the world is too small');
  await on.createPriority(early.name, 'Urgent');
  await on.prioritise(late.name, 'Urgent');
  simulator.incoming(early.id, 'hello?');
  await new Promise((resolve) => setTimeout(resolve, 1100)); // Messages are dated by the second.
  simulator.incoming(late.id, 'hello?');
  simulator.incoming(early.id, 'still waiting');

  await on.page.getByRole('button', { name: 'Queue, who waits longest' }).click();
  const urgent = on.panel.getByRole('region', { name: 'Urgent' });
  await expect(urgent.getByRole('button')).toHaveText([
    new RegExp(`^${early.name}waits `),
    new RegExp(`^${late.name}waits `),
  ]);
  const order = await on.panel.locator('h3 bdi').allTextContents();
  expect(order).toEqual(['Urgent', 'Without priority']);

  // Who is answered waits no more.
  await urgent.getByRole('button', { name: early.name }).click();
  await expect(on.page.locator('#main header')).toContainText(early.name);
  await on.page.locator('#main footer [role=textbox]').click();
  await on.page.keyboard.type('Here I am');
  await on.page.keyboard.press('Enter');
  await expect(urgent.getByRole('button')).toHaveText([
    new RegExp(`^${late.name}waits `),
    new RegExp(`^${early.name}answered`),
  ]);

  // The list beside it is left alone, and so is every control of WhatsApp.
  const edges = async () => {
    const boxes = [on.panel, on.page.locator('#main > header'), on.page.locator('#main footer')];
    const [panel, header, composer] = await Promise.all(boxes.map((box) => box.boundingBox()));
    return { above: panel!.y - header!.y - header!.height, below: composer!.y - panel!.y - panel!.height };
  };
  await expect.poll(async () => (await edges()).above).toBeGreaterThanOrEqual(0);
  expect((await edges()).below).toBeGreaterThanOrEqual(0);

  const side = await openSidePanel(device);
  await side.getByRole('tab', { name: 'Queue' }).click();
  const seen = side.getByRole('region', { name: 'Urgent' }).getByRole('button');
  await expect(seen).toHaveText([new RegExp(`^${late.name}`), new RegExp(`^${early.name}answered`)]);
  await on.page.close();
  await expect(side.getByText(/As this device saw them at/)).toBeVisible();
  await expect(seen).toHaveText([new RegExp(`^${late.name}`), new RegExp(`^${early.name}answered`)]);
});
