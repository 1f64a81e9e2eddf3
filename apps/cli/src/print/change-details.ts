import type { DraftLine } from '#approval/domain/change';
import { lineText } from '#answers/certificate/line-words';

/** Everything that a line says: in a few words, and then whatever else stands in it, each by its name. */
export function lineDetails(line: DraftLine): readonly string[] {
  const { act, ...said } = line;
  if (act !== 'split') return [lineText(line), ...restOf(said)];
  const parts = line.into.flatMap((task) => restOf(task).map((detail) => `${task.ref}: ${detail.trim()}`));
  return [lineText(line), ...parts.map((detail) => `  ${detail}`)];
}

/** What the words of the line have said already. */
const TOLD = new Set(['ref', 'from', 'into', 'definition/title', 'assignment/marks', 'assignment/raci']);

const restOf = (said: object): readonly string[] => named(said, '').map(([name, value]) => `  ${name}: ${value}`);

/** Values by the names that lead to them. */
function named(said: object, within: string): readonly (readonly [name: string, value: string])[] {
  return Object.entries(said).flatMap(([key, value]: [string, unknown]) => {
    const path = within === '' ? key : `${within}/${key}`;
    if (TOLD.has(path)) return [];
    if (Array.isArray(value)) return [[nameOf(path), value.map(plain).join(', ')] as const];
    if (typeof value === 'object' && value !== null) return named(value, path);
    return [[nameOf(path), plain(value)] as const];
  });
}

/** The facet of a line goes without saying: there is no deputy in a definition. */
const nameOf = (path: string): string => path.replace(/^(?:definition|assignment)\//, '');

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
