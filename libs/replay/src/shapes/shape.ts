import { instantOf, microsOf } from '#kernel/instant';

/**
 * What a value must look like. Gives undefined where it does, or the RFC 6901 pointer of what does not.
 * The rules were written for values that had been checked at the door; a verifier's door is here.
 */
export type Shape = (value: unknown) => string | undefined;

/** The shape of a property that may be absent. */
export interface MaybeShape {
  readonly maybe: Shape;
}

export const maybe = (shape: Shape): MaybeShape => ({ maybe: shape });

/** A shape for each property of a type: the compiler asks for those that are missing, and for `maybe` where the type may lack one. */
export type ShapesOf<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? MaybeShape : Shape;
};

const where = (holds: (value: unknown) => boolean): Shape => {
  return (value) => (holds(value) ? undefined : '');
};

export const text = where((value) => typeof value === 'string');
export const flag = where((value) => typeof value === 'boolean');
export const nothing = where((value) => value === null);
/** A whole number from 0 on, as far as doubles are exact. */
export const count = where((value) => Number.isSafeInteger(value) && (value as number) >= 0);
export const positive = where((value) => Number.isSafeInteger(value) && (value as number) > 0);
export const hexDigest = where((value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));
export const instant = where((value) => typeof value === 'string' && isCanonicalInstant(value));
export const commitment = where((value) => typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value));

export const oneOf = (...values: readonly (string | number)[]): Shape =>
  where((value) => values.includes(value as string));

/** One shape or another. */
export const either =
  (...shapes: readonly Shape[]): Shape =>
  (value) =>
    shapes.some((shape) => shape(value) === undefined) ? undefined : '';

export const list =
  (item: Shape): Shape =>
  (value) => {
    if (!Array.isArray(value)) return '';
    for (const [i, each] of (value as readonly unknown[]).entries()) {
      const fault = item(each);
      if (fault !== undefined) return `/${i}${fault}`;
    }
    return undefined;
  };

/** Properties of any name. */
export const record =
  (of: Shape): Shape =>
  (value) => {
    if (!isObject(value)) return '';
    for (const name of Object.keys(value)) {
      const fault = of(value[name]);
      if (fault !== undefined) return `/${name}${fault}`;
    }
    return undefined;
  };

/** Exactly these properties: one more would be a fact that this version does not know how to judge. */
export function object<T>(shapes: ShapesOf<T>): Shape {
  const known = new Map(Object.entries<Shape | MaybeShape>(shapes));
  const needed = [...known].filter(([, shape]) => typeof shape === 'function').map(([name]) => name);
  return (value) => {
    if (!isObject(value)) return '';
    let found = 0;
    for (const name of Object.keys(value)) {
      const shape = known.get(name);
      if (shape === undefined) return `/${name}`;
      const fault = typeof shape === 'function' ? shape(value[name]) : shape.maybe(value[name]);
      if (fault !== undefined) return `/${name}${fault}`;
      if (typeof shape === 'function') found++;
    }
    if (found === needed.length) return undefined;
    return `/${needed.find((name) => !Object.hasOwn(value, name))!}`;
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z$/;
const EARLIEST = microsOf('1800-01-01T00:00:00Z');
const LATEST = microsOf('2250-01-01T00:00:00Z');
const MOST_INSTANTS = 1_000;
const seen = new Set<string>();

/** Whether a text is an instant as the ledger writes them. The lines of an import mostly name the same few: those are looked at once. */
export function isCanonicalInstant(value: string): boolean {
  if (seen.has(value)) return true;
  if (!INSTANT.test(value)) return false;
  const micros = microsOf(value);
  if (!(micros >= EARLIEST && micros < LATEST) || instantOf(micros) !== value) return false;
  if (seen.size >= MOST_INSTANTS) seen.clear();
  seen.add(value);
  return true;
}
