import { NotAnInstant, parseInstant, type Instant } from '#kernel/instant';
import type { Effective, Known, PointInTime } from '#answers/point-in-time';
import { Text } from './checks/fields.ts';
import { Problem, PROBLEMS, type Fault } from './problems.ts';

const EFFECTIVE =
  'When in the world: an instant (RFC 3339 with an offset), or a day (`YYYY-MM-DD`) in the contract’s zone. Without it: now.';
const KNOWN =
  'How much of the ledger: a tree size, or an instant (what was recorded by then). Without it: everything recorded.';
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TREE_SIZE = /^(?:0|[1-9]\d{0,15})$/;
const TIME = { optional: true, max: 64 };

/** How much of the ledger an answer may rest on. */
export class KnownQuery {
  @Text({ ...TIME, description: KNOWN, example: '212' })
  readonly known?: string;
}

/** An instant at which something is looked at, and how much of the ledger counts. */
export class StandingQuery extends KnownQuery {
  @Text({
    ...TIME,
    description: 'At which instant (RFC 3339 with an offset). Without it: now.',
    example: '2026-03-14T09:30:00Z',
  })
  readonly at?: string;
}

/** Both clocks of a question. */
export class PointQuery extends KnownQuery {
  @Text({ ...TIME, description: EFFECTIVE, example: '2026-03-14' })
  readonly effective?: string;
}

/** The point on both clocks that a query asks about. @throws Problem `http/bad-instant`, `http/bad-parameter` */
export function pointOf({ effective, known }: PointQuery, now: () => Instant): PointInTime {
  return { effective: effectiveOf(effective, now), ...knownPart(known) };
}

/** What a query about how things stand at an instant asks. @throws Problem `http/bad-instant` */
export function standingOf(
  { at, known }: StandingQuery,
  now: () => Instant,
): { readonly at: Instant; readonly known?: Known } {
  return { at: at === undefined ? now() : instantParameter(at, 'at'), ...knownPart(known) };
}

/** How much of the ledger a query wants; undefined for all of it. @throws Problem `http/bad-instant` */
export const knownOf = ({ known }: KnownQuery): Known | undefined => knownPart(known).known;

/** For spreading: `known`, where the query has one. */
export function knownPart(
  text: string | undefined,
  parameter = 'known',
  where: Fault['in'] = 'query',
): { readonly known?: Known } {
  if (text === undefined) return {};
  if (TREE_SIZE.test(text)) {
    const treeSize = Number(text);
    if (Number.isSafeInteger(treeSize)) return { known: { treeSize } };
  }
  return { known: { at: instantParameter(text, parameter, where) } };
}

/** @throws Problem `http/bad-instant` */
export function effectiveOf(
  text: string | undefined,
  now: () => Instant,
  parameter = 'effective',
  where: Fault['in'] = 'query',
): Effective {
  if (text === undefined) return { at: now() };
  if (!DAY.test(text)) return { at: instantParameter(text, parameter, where) };
  try {
    Temporal.PlainDate.from(text);
  } catch {
    return refuse(parameter, `"${text}" is no day of the calendar`, where);
  }
  return { day: text };
}

/** @throws Problem `http/bad-instant` */
export function instantParameter(text: string, parameter: string, where: Fault['in'] = 'query'): Instant {
  try {
    // The plus sign of an offset arrives as a blank where it was not escaped.
    return parseInstant(text.replace(/(T.*) (\d{2}:?\d{2})$/, '$1+$2'));
  } catch (error) {
    if (error instanceof NotAnInstant) return refuse(parameter, error.message, where);
    throw error;
  }
}

function refuse(parameter: string, detail: string, where: Fault['in']): never {
  throw new Problem(PROBLEMS.badInstant, detail, { errors: [{ in: where, pointer: `/${parameter}`, detail }] });
}
