import { canonicalize, pointerTo, type Json } from '#kernel/json';
import { documentText, type SnapshotDocument } from './document.ts';
import type { HeldDocument } from './read-document.ts';
import { readDocument } from './read-document.ts';

/** Why a document that somebody holds is not the one that was sealed. */
export const DIFFERENCES = [
  'other-ledger',
  'other-instant',
  'other-size',
  'other-root',
  'other-head',
  'other-lines',
  'not-canonical',
] as const;
export type DifferenceCode = (typeof DIFFERENCES)[number];

export interface Difference {
  readonly code: DifferenceCode;
  readonly detail: string;
}

/** One line in which two documents differ. */
export interface DifferingLine {
  readonly ref: string;
  /** What became of the sealed line in the document that is held. */
  readonly kind: 'added' | 'removed' | 'changed';
  /** RFC 6901 pointers within the line, of the smallest values that differ; empty unless it is changed. */
  readonly fields: readonly string[];
}

/** What differs, and why: nothing at all exactly where the texts are the same. */
export interface DocumentDifferences {
  readonly why: readonly Difference[];
  readonly lines: readonly DifferingLine[];
}

/** Compares a document that somebody holds with the one that was sealed. */
export function compareDocuments(held: HeldDocument, sealed: SnapshotDocument): DocumentDifferences {
  const own = readDocument(documentText(sealed));
  const why: Difference[] = [];
  const lines = differingLines(held, own);
  for (const [name, code, words] of HEADS) {
    const [has, is] = [said(held, name), said(own, name)];
    if (has !== is) why.push({ code, detail: `${words} ${has}, the sealed one has ${is}` });
  }
  const named = new Set<string>(HEADS.map(([name]) => name));
  const rest = differing(without(held.head, named), without(own.head, named), '');
  if (rest.length > 0) why.push({ code: 'other-head', detail: `it differs from the sealed one at ${rest.join(', ')}` });
  if (lines.length > 0) why.push({ code: 'other-lines', detail: linesDetail(lines.length, why.length > 0) });
  if (!held.canonical) {
    const detail = 'its bytes are not the canonical ones for what it says (RFC 8785): it was written anew by something';
    why.push({ code: 'not-canonical', detail });
  }
  return { why, lines };
}

const HEADS = [
  ['ledger', 'other-ledger', 'it is of the ledger'],
  ['effective', 'other-instant', 'it is of the instant'],
  ['treeSize', 'other-size', 'it rests on another number of entries:'],
  ['root', 'other-root', 'the entries under it are others: it has the root'],
] as const satisfies readonly (readonly [name: string, code: DifferenceCode, words: string])[];

const said = ({ head }: HeldDocument, name: string): string => {
  const value = (head as Readonly<Record<string, Json | undefined>>)[name];
  return value === undefined ? 'none' : typeof value === 'string' ? value : canonicalize(value);
};

const linesDetail = (count: number, others: boolean): string =>
  `${count === 1 ? 'one line differs' : `${count} lines differ`}${others ? '' : ', over the same entries: it was altered'}`;

function differingLines(held: HeldDocument, own: HeldDocument): readonly DifferingLine[] {
  const lines: DifferingLine[] = [];
  for (const [ref, line] of own.lines) {
    const other = held.lines.get(ref);
    if (other === undefined) lines.push({ ref, kind: 'removed', fields: [] });
    else {
      const fields = differing(other, line, '');
      if (fields.length > 0) lines.push({ ref, kind: 'changed', fields });
    }
  }
  for (const ref of held.lines.keys()) if (!own.lines.has(ref)) lines.push({ ref, kind: 'added', fields: [] });
  const order = [...held.lines.keys()].filter((ref) => own.lines.has(ref));
  const expected = [...own.lines.keys()].filter((ref) => held.lines.has(ref));
  // The same lines in another order are other bytes: named at the first that stands where another should.
  const moved = order.findIndex((ref, i) => ref !== expected[i]);
  const first = expected[moved];
  if (first !== undefined && !lines.some(({ ref }) => ref === first)) {
    lines.push({ ref: first, kind: 'changed', fields: [''] });
  }
  return lines;
}

/** Pointers of the smallest values that differ. */
function differing(a: Json | undefined, b: Json | undefined, pointer: string): readonly string[] {
  if (a === undefined || b === undefined) return a === b ? [] : [pointer];
  if (isObject(a) && isObject(b)) {
    const names = [...new Set([...Object.keys(b), ...Object.keys(a)])];
    return names.flatMap((name) => differing(own(a, name), own(b, name), pointerTo(pointer, name)));
  }
  return canonicalize(a) === canonicalize(b) ? [] : [pointer];
}

type Properties = Readonly<Record<string, Json | undefined>>;

const own = (of: Properties, name: string): Json | undefined => (Object.hasOwn(of, name) ? of[name] : undefined);

const without = (head: Properties, names: ReadonlySet<string>): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(head).flatMap(([name, value]) => (names.has(name) || value === undefined ? [] : [[name, value]])),
  );

const isObject = (value: Json): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
