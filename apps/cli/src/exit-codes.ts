/** What a command ends with. Scripts rely on it: a number keeps its meaning for ever. Described in docs/cli.md. */
export const EXIT = {
  /** Done; also where there was nothing to do, and where the answer is "nobody". */
  done: 0,
  /** There is no such engagement, task, change, member, evidence or entry. */
  absent: 1,
  /** The command was not understood, or what it was given to read is broken. Nothing was recorded. */
  usage: 2,
  /** A rule of the engagement said no. Nothing was recorded. */
  refused: 3,
  /** The data folder is in use, full, damaged or not writable. */
  storage: 4,
  /** The server cannot be reached, does not know the key, or failed. */
  server: 5,
  /** A fault of the program itself. */
  fault: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
