/** Whether two values say the same, whatever the order of members in their objects, and wherever they were made. */
export const sameContent = (one: unknown, other: unknown): boolean => textOf(one) === textOf(other);

const textOf = (value: unknown): string => JSON.stringify(value, plain);

/** What the engine restores from a snapshot is of another realm than a test's own: looks at the tag, not at the class. */
function plain(_key: string, value: unknown): unknown {
  const tag = Object.prototype.toString.call(value);
  if (tag === '[object Map]' || tag === '[object Set]') return [tag, ...(value as Iterable<unknown>)];
  if (tag !== '[object Object]') return value;
  return Object.fromEntries(Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
