import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.ts';

/** Work that ends when it is told to. */
const held = () => Promise.withResolvers<void>();
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Turns', () => {
  it('let only so much go on at once, and the rest in order', async () => {
    const turns = new Turns(2);
    const works = Array.from({ length: 5 }, held);
    const begun: number[] = [];
    const done = works.map(({ promise }, i) =>
      turns.take('one', () => {
        begun.push(i);
        return promise;
      }),
    );
    await settled();
    expect(begun).toEqual([0, 1]);
    works[1]!.resolve();
    await settled();
    expect(begun).toEqual([0, 1, 2]);
    works[0]!.resolve();
    works[2]!.resolve();
    await settled();
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    works[3]!.resolve();
    works[4]!.resolve();
    await Promise.all(done);
  });

  it('are given to all who ask in turn, however much one of them asks for', async () => {
    const turns = new Turns(1);
    const begun: string[] = [];
    const ask = (who: string, what: string) =>
      turns.take(who, async () => {
        begun.push(what);
        await settled();
      });
    const greedy = [1, 2, 3, 4].map((each) => ask('greedy', `greedy ${each}`));
    await Promise.all([...greedy, ask('modest', 'modest 1'), ask('third', 'third 1'), ask('modest', 'modest 2')]);
    expect(begun).toEqual(['greedy 1', 'greedy 2', 'modest 1', 'third 1', 'greedy 3', 'modest 2', 'greedy 4']);
  });

  it('pass on where work fails', async () => {
    const turns = new Turns(1);
    await expect(turns.take('one', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const later = Promise.all([1, 2].map((each) => turns.take('one', () => Promise.resolve(each))));
    expect(await later).toEqual([1, 2]);
  });
});
