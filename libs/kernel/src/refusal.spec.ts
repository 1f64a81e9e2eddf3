import { describe, expect, it } from '@jest/globals';
import { Refusal, refusal } from './refusal.ts';

const refuse = {
  moved: refusal('test/moved', 'conflict', (ref: string, by: number) => `${ref} was moved by entry ${by}.`),
};

describe('A refusal', () => {
  it('carries its code, its kind and a message that names what is wrong', () => {
    let refused: unknown;
    try {
      refuse.moved('LOG-03', 41);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(Refusal);
    expect(refused).toMatchObject({
      name: 'Refusal',
      code: 'test/moved',
      kind: 'conflict',
      message: 'LOG-03 was moved by entry 41.',
      details: [],
    });
  });

  it('can be listed with its code and kind without being raised', () => {
    expect(refuse.moved.code).toBe('test/moved');
    expect(refuse.moved.kind).toBe('conflict');
  });

  it('says where the fault lies when it knows', () => {
    const details = [{ pointer: '/lines/2/at', detail: 'write it with an offset' }];
    expect(new Refusal('test/invalid', 'invalid', 'One line is wrong.', details).details).toEqual(details);
  });
});
