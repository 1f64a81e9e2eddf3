/**
 * How a period keeps the entries that its statement rests on: as one integer. A text would cost a tenth of what it takes to derive
 * an entry. The two lowest bits count the entries behind a change (approvals, agreement) and are 0 for an import. Above them
 * stand, for a change, how far those are from one another, and how far the statement's own entry is from the last; for an
 * import, how far its entry is from the last of the import, and from the first.
 */
const CHANGE = 2 ** 32;
const GAP = 2 ** 15;
const MOST_BEHIND = 3;
const FARTHEST = 2 ** 20;
const COUNT = 4;
const IMPORT = 2 ** 24;

/** The entries behind a change. */
interface Behind {
  readonly text: string;
  readonly last: number;
  /** Undefined where they are too many, or too far from one another. */
  readonly low: number | undefined;
}

/** The lines of a change follow one another, and rest on the same entries. */
let latest: Behind = { text: '', last: 0, low: undefined };

/**
 * Of what a change brought about, or of what one side said alone: then it is null. `behind` are the entries of the approvals and
 * of the agreement, joined by commas. Undefined where they cannot be kept like this.
 */
export function groundsOf(said: number, behind: string | null): number | null | undefined {
  if (behind === null) return null;
  // A change of which no decision is known.
  if (behind === '') return undefined;
  if (behind !== latest.text) latest = behindOf(behind);
  const { last, low } = latest;
  return low === undefined || said - last >= FARTHEST ? undefined : (said - last) * CHANGE + low;
}

function behindOf(text: string): Behind {
  const entries = text.split(',').map(Number);
  const last = entries.at(-1)!;
  const [near = 0, far = 0] = entries.map((entry, i) => entry - (entries[i - 1] ?? entry)).toReversed();
  const fits = entries.length <= MOST_BEHIND && near < GAP && far < GAP;
  return { text, last, low: fits ? (near * GAP + far) * COUNT + entries.length : undefined };
}

/** Of a line of an import, with its first entry and its last. Undefined where they cannot be kept like this. */
export const groundsOfLine = (said: number, started: number, completed: number): number | undefined =>
  completed - started < IMPORT ? ((said - started) * IMPORT + completed - said) * COUNT : undefined;

/** Index of the last decision behind a change; undefined for what rests on none. */
export const lastDecision = (said: number, grounds: number | null): number | undefined =>
  grounds === null || grounds % COUNT === 0 ? undefined : said - Math.floor(grounds / CHANGE);

/** Indices of the entries that a statement rests on, ascending. Null stands for itself alone. */
export function entriesIn(said: number, grounds: number | null): readonly number[] {
  if (grounds === null) return [said];
  const count = grounds % COUNT;
  if (count === 0) {
    const after = Math.floor(grounds / COUNT) % IMPORT;
    return [said - Math.floor(grounds / COUNT / IMPORT), said, said + after];
  }
  const last = said - Math.floor(grounds / CHANGE);
  if (count === 1) return [last, said];
  const gaps = Math.floor((grounds % CHANGE) / COUNT);
  const middle = last - Math.floor(gaps / GAP);
  return count === 2 ? [middle, last, said] : [middle - (gaps % GAP), middle, last, said];
}
