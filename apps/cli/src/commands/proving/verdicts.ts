/** What the process ends with after a verdict. Scripts rely on it; described in docs/cli.md. */
export const ENDING = { proven: 0, refuted: 1, unreadable: 2 } as const;

/** What was handed over is not of the form that it should have, so nothing can be said about it. */
export interface Unreadable {
  readonly verdict: 'unreadable';
  readonly detail: string;
}

export const unreadable = (detail: string): Unreadable => ({ verdict: 'unreadable', detail });

/** "entry 4", "entries 4 to 9" or "entries 4, 6 and 9". */
export function entriesInWords(indices: readonly number[]): string {
  const [first, last] = [indices[0]!, indices.at(-1)!];
  if (indices.length === 1) return `entry ${first}`;
  const inOneRun = indices.every((index, i) => index === first + i);
  return inOneRun && indices.length > 2
    ? `entries ${first} to ${last}`
    : `entries ${indices.slice(0, -1).join(', ')} and ${last}`;
}
