import { describe, expect, it } from '@jest/globals';
import { RecentCommands } from './recent-commands.ts';

describe('Commands that the index may not have yet', () => {
  it('are remembered until the index has all of their entries, which were read one after the other', () => {
    const recent = new RecentCommands();
    for (const index of [4, 5, 6]) {
      recent.add('c', { firstIndex: 4, count: index - 3, body: '' });
      recent.durable(index, 10 * index);
    }
    recent.forgetUntil(50);
    expect(recent.find('c')).toMatchObject({ firstIndex: 4, count: 3 });
    recent.forgetUntil(60);
    expect(recent.find('c')).toBeUndefined();
  });
});
