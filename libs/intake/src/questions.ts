import type { Instant } from '#kernel/instant';

/** One line of a question file: who owned the item at the instant? */
export interface Question {
  /** A number where the text is a plain integer, so that answers print it as one. */
  readonly id: string | number;
  readonly item: string;
  readonly at: Instant;
  /** The instant as the file writes it, to be given back word for word. */
  readonly written: string;
  readonly line: number;
}

export type ReadQuestions = (text: string) => readonly Question[];
