import { count, grouped } from '#answers/words/phrases';

/** An answer rests on more entries than a pack can have proofs of: each is a file of its own, and an archive holds only so many. */
export class PackTooLarge extends Error {
  readonly entries: number;
  readonly most: number;

  constructor(entries: number, most: number) {
    super(
      `The answer rests on ${count(entries, 'entry', 'entries')}, and a pack has proofs of ${grouped(most)} at most. ` +
        'Ask about one task, or about a shorter period of it.',
    );
    this.name = 'PackTooLarge';
    this.entries = entries;
    this.most = most;
  }
}
