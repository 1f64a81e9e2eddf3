import type { Mention, Named } from './views.people.ts';

/** What somebody whom an assignment names made of it. That it is in force, and that he accepted it, are two facts. */
export interface Acceptance {
  /** The member who is named, or the party that is named without a person. */
  readonly by: Named;
  readonly state: 'accepted' | 'declined' | 'not-answered';
  /** Which text of the task he spoke of: the one that this is about, or another. Null where the answer names none. */
  readonly text: 'this' | 'another' | null;
  /** The last answer; of a party, the last of its members. */
  readonly answer: Mention | null;
  /** Why it was declined. */
  readonly reason: string | null;
}
