import { canonicalize, pointerTo } from '#kernel/json';

/**
 * Where two JSON values differ first: an RFC 6901 pointer, and what stands in both. Undefined where they are the same. Values are
 * shown cut off: they are for people.
 */
export function firstDifference(stated: unknown, found: unknown, pointer = ''): string | undefined {
  if (isContainer(stated) && isContainer(found) && Array.isArray(stated) === Array.isArray(found)) {
    const names = [...new Set([...Object.keys(stated), ...Object.keys(found)])];
    for (const name of names) {
      const difference = firstDifference(stated[name], found[name], pointerTo(pointer, name));
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (shown(stated) === shown(found)) return undefined;
  return `${pointer === '' ? 'it' : pointer} is stated as ${cut(shown(stated))} and comes out as ${cut(shown(found))}`;
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const shown = (value: unknown): string => (value === undefined ? 'nothing' : canonicalize(value));

const MOST = 60;
const cut = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)}…` : text);
