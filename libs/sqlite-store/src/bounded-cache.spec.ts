import { describe, expect, it } from '@jest/globals';
import { BoundedCache } from './bounded-cache.ts';

describe('A bounded cache', () => {
  it('holds at most twice its capacity, whatever is put in', () => {
    const cache = new BoundedCache<number, number>(100);
    for (let i = 0; i < 10_000; i++) cache.set(i, i);
    const held: number[] = [];
    for (let i = 9_999; i >= 0; i--) if (cache.get(i) !== undefined) held.push(i);
    expect(held.length).toBeLessThanOrEqual(200);
    expect(held).toContain(9_999);
  });

  it('keeps what is used, and the newest value of it', () => {
    const cache = new BoundedCache<string, number>(10);
    cache.set('used', 1);
    cache.set('used', 2);
    for (let i = 0; i < 1_000; i++) {
      cache.set(`other ${i}`, i);
      expect(cache.get('used')).toBe(2);
    }
    expect(cache.get('other 0')).toBeUndefined();
  });

  it('forgets everything when it is cleared', () => {
    const cache = new BoundedCache<string, number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.set('c', 3);
    cache.clear();
    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([undefined, undefined, undefined]);
  });
});
