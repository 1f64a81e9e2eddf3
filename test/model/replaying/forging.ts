import { describe, expect, it } from '@jest/globals';
import type { Actor } from '#kernel/event';
import { sha256 } from '#ledger-store/entry-codec';
import type { FindingCode } from '#replay/verdict';
import { cast } from '#engagement/domain/engagement.examples';
import { MARCH } from '#responsibility/domain/examples/duties';
import { defineTask } from '#responsibility/domain/responsibility.examples';
import { sealedInTests } from '#rulebook/given-when-then';
import type { OnusEvent } from '#rulebook/rulebook';
import { verdictOn } from './entries-of.ts';
import { allowed, Forgery, story } from './story.ts';

/** What is forged, how, and by which code it shows; where a rule refuses, by which. `forge` gives the entry that shows it. */
export type Forged = readonly [
  sentence: string,
  forge: (forgery: Forgery) => number,
  code: FindingCode,
  refusal?: string,
];

type Told = ReturnType<typeof story>;

/** Some text of somebody. */
export const someText = sealedInTests(sha256, 'text');

/** Forces one command behind the story; it shows in its first entry, or in one behind that. */
export const forced =
  (by: Actor, events: readonly OnusEvent[], shows = 0) =>
  (forgery: Forgery): number => {
    const index = forgery.size;
    forgery.force(by, ...events);
    return index + shows;
  };

/** Has an event of a command of the story say something else; it shows there, or in another event of that command. */
export const retold =
  (of: keyof Told, ordinal: number, change: object, shows = ordinal) =>
  (forgery: Forgery): number => {
    const index = forgery.told[of] as number;
    forgery.retell(index, ordinal, (data) => ({ ...data, ...change }));
    return index + shows;
  };

/** Has a command of the story record other events; it shows in one of them. */
export const altered =
  (of: keyof Told, change: (events: readonly OnusEvent[]) => readonly OnusEvent[], shows: number) =>
  (forgery: Forgery): number => {
    const index = forgery.told[of] as number;
    forgery.alter(index, ({ events }) => ({ events: change(events) }));
    return index + shows;
  };

/** Has a command of the story given by somebody else. */
export const givenBy =
  (of: keyof Told, actor: Actor) =>
  (forgery: Forgery): number => {
    const index = forgery.told[of] as number;
    forgery.alter(index, () => ({ actor }));
    return index;
  };

/** States of each forgery that a replay finds it: which entry, which code, which rule. */
export function specify(about: string, forgeries: readonly Forged[]): void {
  describe(`A ledger that was written past the rules about ${about} shows`, () => {
    it.each(forgeries.map(([sentence, ...forgery]) => [sentence, forgery] as const))(
      '%s',
      (_sentence, [forge, code, refusal]) => {
        const forgery = new Forgery();
        const index = forge(forgery);
        // Something honest comes behind it: what is wrong must not be found only because it is last.
        const { ledger } = story();
        allowed(ledger, defineTask('ZZZ-99', MARCH), cast.ruiz);
        forgery.appends.push(ledger.appends.at(-1)!);
        expect(verdictOn(forgery.entries())).toEqual({
          verdict: 'contradicted',
          index,
          code,
          why: expect.any(String),
          ...(refusal !== undefined && { refusal }),
        });
      },
    );
  });
}
