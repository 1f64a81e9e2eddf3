import { microsOf, NotAnInstant, parseInstant, type Instant, type Micros } from '#kernel/instant';
import type { Json } from '#kernel/json';
import { NotJson, parseStrictJson, positionAt } from '#kernel/strict-json';
import { isRef } from '#responsibility/domain/statements';
import { BrokenFile, REF_MEND, type FaultCode } from '../broken-file.ts';
import { locateMembers } from '../text/json-members.ts';

/** What can happen to an item in an assignment feed. */
export const FEED_KINDS = ['assigned', 'unassigned', 'approved', 'revoked', 'evidence', 'closed', 'reopened'] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

/** One event of an assignment feed. */
export interface FeedLine {
  /** Line of the (unpacked) file, counted from 1. */
  readonly line: number;
  readonly item: string;
  /** When it took effect. */
  readonly at: Instant;
  readonly micros: Micros;
  /** Orders events of one instant. The line number where the file gives none. */
  readonly seq: number;
  readonly kind: FeedKind;
  /** The person in charge after the event, or null for nobody. */
  readonly owner: string | null;
  /** Whether the line says anything about the owner. */
  readonly ownerStated: boolean;
  readonly group: string | null;
  readonly groupStated: boolean;
  readonly actor: string | null;
  readonly what?: string;
  readonly ref?: string;
  /** Every other field: texts as they are, anything else as the JSON text in the file. */
  readonly attributes: Readonly<Record<string, string>>;
}

const KNOWN = new Set(['item', 'at', 'kind', 'seq', 'owner', 'group', 'actor', 'what', 'ref']);

type Members = { readonly [name: string]: Json };

/** Where a fault is: the line, and the text of it, to find the column in. */
interface Source {
  readonly line: number;
  readonly json: string;
}

/**
 * Reads one line of a feed.
 *
 * @throws BrokenFile for a line that is no JSON object, lacks a field, or has one that is not what it should be.
 */
export function readFeedLine(line: number, json: string): FeedLine {
  const source: Source = { line, json };
  const members = parseObject(source);
  const item = required(source, members, 'item');
  if (!isRef(item)) refuse(source, 'item', 'intake/bad-ref', `${JSON.stringify(item)} cannot name a task`, REF_MEND);
  const at = instantOf(source, required(source, members, 'at'));
  const kind = kindOf(source, required(source, members, 'kind'));
  const owner = textOrNull(source, members, 'owner');
  const group = textOrNull(source, members, 'group');
  const what = textOrNull(source, members, 'what');
  const ref = textOrNull(source, members, 'ref');
  return {
    line,
    item,
    at,
    micros: microsOf(at),
    seq: sequenceOf(source, members['seq']),
    kind,
    owner: owner ?? null,
    ownerStated: owner !== undefined,
    group: group ?? null,
    groupStated: group !== undefined,
    actor: textOrNull(source, members, 'actor') ?? null,
    ...(typeof what === 'string' ? { what } : {}),
    ...(typeof ref === 'string' ? { ref } : {}),
    attributes: attributesOf(members, json),
  };
}

function parseObject(source: Source): Members {
  let value: Json;
  try {
    value = parseStrictJson(source.json);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const position = { line: source.line, column: error.column };
    throw new BrokenFile('intake/not-json', position, error.reason, 'Write each event as one JSON object on one line');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const mend = 'Write each event as one JSON object on one line';
    throw new BrokenFile('intake/not-an-object', { line: source.line, column: 1 }, 'the line is no JSON object', mend);
  }
  return value as Members;
}

function required(source: Source, members: Members, name: string): string {
  const value = members[name];
  if (value === undefined) {
    const position = { line: source.line, column: 1 };
    throw new BrokenFile(
      'intake/missing-field',
      position,
      `the event has no "${name}"`,
      'Give every event "item", "at" and "kind"',
    );
  }
  return text(source, name, value, 'Write it as a text');
}

/** A text, or null where the line says nobody or nothing, or undefined where it does not say. */
function textOrNull(source: Source, members: Members, name: string): string | null | undefined {
  const value = members[name];
  return value === undefined || value === null
    ? value
    : text(source, name, value, 'Write it as a text, or as null for none');
}

function text(source: Source, name: string, value: Json, mend: string): string {
  if (typeof value !== 'string') refuse(source, name, 'intake/wrong-type', `"${name}" is no text`, mend);
  if (value.trim() === '') refuse(source, name, 'intake/wrong-type', `"${name}" is empty`, mend);
  return value;
}

function sequenceOf(source: Source, value: Json | undefined): number {
  if (value === undefined) return source.line;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  const mend = `Write it as a whole number of at most ${Number.MAX_SAFE_INTEGER}, or leave it out for the order of lines`;
  return refuse(source, 'seq', 'intake/wrong-type', '"seq" is no whole number', mend);
}

function kindOf(source: Source, kind: string): FeedKind {
  const known = FEED_KINDS.find((word) => word === kind);
  if (known !== undefined) return known;
  const detail = `${JSON.stringify(kind)} is no kind of event`;
  return refuse(source, 'kind', 'intake/unknown-kind', detail, `Use one of ${FEED_KINDS.join(', ')}`);
}

function instantOf(source: Source, written: string): Instant {
  try {
    return parseInstant(written);
  } catch (error) {
    if (!(error instanceof NotAnInstant)) throw error;
    const mend = 'Write it as RFC 3339 with an offset, for example 2026-03-14T09:30:00Z';
    return refuse(source, 'at', 'intake/not-an-instant', error.message, mend);
  }
}

/** What the format does not define is kept, so that nothing of the source is lost. */
function attributesOf(members: Members, json: string): Readonly<Record<string, string>> {
  const names = Object.keys(members).filter((name) => !KNOWN.has(name));
  const isText = (name: string): boolean => typeof members[name] === 'string';
  if (names.every(isText)) return Object.fromEntries(names.map((name) => [name, members[name] as string]));
  const spans = locateMembers(json, (name) => !KNOWN.has(name) && !isText(name));
  return Object.fromEntries(
    names.map((name) => {
      const span = spans.get(name);
      return [name, span === undefined ? (members[name] as string) : json.slice(span.start, span.end)];
    }),
  );
}

/** Refuses at the value of a member. */
function refuse(source: Source, name: string, code: FaultCode, detail: string, mend: string): never {
  const { start } = locateMembers(source.json, (member) => member === name).get(name)!;
  const { column } = positionAt(source.json, start);
  throw new BrokenFile(code, { line: source.line, column }, detail, mend);
}
