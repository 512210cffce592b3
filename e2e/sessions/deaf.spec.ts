import { expect, person, test } from './stage.ts';

// A session whose connection looks alive and brings nothing.

test('a message of which WhatsApp never says that it has it ends a session that is deaf', async ({
  stage,
}) => {
  const simulator = await stage.simulate({ login: 'linked' });
  const on = await stage.open(simulator, { deadlines: { ack: 1000, call: 1500, lookReady: 200 } });
  await expect.poll(on.types).toContain('unread_total');
  await on.client.sendText(person(simulator).id, 'do you hear me?');
  await expect.poll(() => simulator.sent().length).toBe(1);
  simulator.stopEmitting();
  await expect(on.client.sendText(person(simulator).id, 'and now?')).rejects.toMatchObject({ code: 'late' });
  await expect.poll(() => on.all('lost'), { timeout: 8000 }).toEqual([{ type: 'lost', cause: 'deaf' }]);
});

test('a session that hears nothing at all for too long is deaf, and one that hears something is not', async ({
  stage,
}) => {
  const simulator = await stage.simulate({ login: 'linked' });
  const on = await stage.open(simulator, { deadlines: { silence: 2000, lookReady: 200 } });
  await expect.poll(on.types).toContain('unread_total');
  const chatId = person(simulator).id;
  const readyMs = performance.now();
  while (performance.now() - readyMs < 3000) {
    const before = on.all('message').length;
    simulator.incoming(chatId, 'still here');
    await expect.poll(() => on.all('message').length).toBe(before + 1);
  }
  expect(on.all('lost')).toEqual([]);
  simulator.stopEmitting();
  await expect.poll(() => on.all('lost'), { timeout: 8000 }).toEqual([{ type: 'lost', cause: 'deaf' }]);
});
