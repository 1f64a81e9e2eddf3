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
      turns.take(() => {
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

  it('pass on where work fails', async () => {
    const turns = new Turns(1);
    await expect(turns.take(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const later = Promise.all([turns.take(() => Promise.resolve(1)), turns.take(() => Promise.resolve(2))]);
    expect(await later).toEqual([1, 2]);
  });
});
