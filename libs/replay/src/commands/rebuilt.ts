import { toSeal, type Sealed, type ToSeal, type Unsealed } from '#kernel/sealed';
import type { OnusCommand, OnusEvent } from '#rulebook/rulebook';
import { Contradiction } from '../verdict.ts';

/** A command as it was submitted, but that each text to seal is its commitment: that is all an entry has of it. */
export type Submitted = {
  readonly [C in OnusCommand as C['type']]: { readonly type: C['type']; readonly data: Unsealed<C['data']> };
}[OnusCommand['type']];

/** The command that must have been given for its events to be what they are. */
export interface Rebuilt {
  readonly submitted: Submitted;
  /** Whether the events go as far as they say themselves; if not, more of the same command should follow. */
  readonly whole: boolean;
}

/** Every text of a command is known by its commitment. */
export const asText = ({ sealed }: Sealed): ToSeal => toSeal(sealed);

/** A command that is known from its first event. What more it records is for the rules to say. */
export const whole = (submitted: Submitted): Rebuilt => ({ submitted, whole: true });

/** No command records this. `at` counts from the first event. @throws Contradiction */
export function noCommand(why: string, at = 0): never {
  throw new Contradiction('not-a-command', why, at);
}

/** The events of a command that records only one type, from one on. @throws Contradiction where there is another among them */
export function allOf<T extends OnusEvent['type']>(
  events: readonly OnusEvent[],
  type: T,
  from = 0,
): readonly Extract<OnusEvent, { readonly type: T }>[] {
  return events.slice(from).map((event, i) => {
    if (event.type !== type) return noCommand(`a ${event.type} stands among ${type}`, from + i);
    return event as Extract<OnusEvent, { readonly type: T }>;
  });
}
