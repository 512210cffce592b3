import { expect, test } from 'vitest';
import { CapabilityStates } from './capability-states.ts';

function begin(states: CapabilityStates): string[] {
  const said: string[] = [];
  states.run('filter', (signal) => {
    said.push('starts');
    signal.addEventListener('abort', () => said.push('ends'));
  });
  return said;
}

test('one bad look ends nothing, two do', () => {
  const states = new CapabilityStates();
  const said = begin(states);
  expect(states.found('filter', 'lost')).toBe(false);
  expect(said).toEqual(['starts']);
  expect(states.found('filter', 'lost')).toBe(true);
  expect(said).toEqual(['starts', 'ends']);
  expect(states.all('lost')).toEqual(['filter']);
});

test('what is lost may be tried again while it counts as lost, and comes back or ends', () => {
  const states = new CapabilityStates();
  states.lose('filter');
  const said = begin(states);
  states.found('filter', 'lost');
  expect(said).toEqual(['starts']);
  states.found('filter', 'on');
  expect(states.all('on')).toEqual(['filter']);
  states.lose('filter');
  expect(said).toEqual(['starts', 'ends']);
});

test('what fails while it starts undoes what it had begun', () => {
  const states = new CapabilityStates();
  let isHooked = false;
  expect(() =>
    states.run('filter', (signal) => {
      signal.addEventListener('abort', () => (isHooked = false));
      isHooked = true;
      throw new Error('the page has changed');
    }),
  ).toThrow('the page has changed');
  expect(isHooked).toBe(false);
  expect(states.isRunning('filter')).toBe(false);
});
