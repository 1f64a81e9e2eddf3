import type { AskedPeriod, Effective } from '#answers/point-in-time';
import { microsOf } from '#kernel/instant';
import { count, either, instant, object, oneOf, text, type Shape } from '#replay/shapes/shape';

/** Who bore a task: at an instant, on a day of the contract's zone, or during a period. */
export interface TaskQuestion {
  readonly about: 'task';
  /** Reference of the task. */
  readonly task: string;
  readonly effective: Effective | AskedPeriod;
  /** As known from so many entries. */
  readonly known: number;
}

/** The whole matrix at an instant; a day means its first instant. */
export interface MatrixQuestion {
  readonly about: 'matrix';
  readonly effective: Effective;
  readonly known: number;
}

/** What a pack answers. */
export type PackQuestion = TaskQuestion | MatrixQuestion;

const day: Shape = (value) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? undefined : '');
const point = either(object<{ at: string }>({ at: instant }), object<{ day: string }>({ day }));
const ends = object<AskedPeriod>({ from: instant, to: instant });
const period: Shape = (value) => {
  const fault = ends(value);
  if (fault !== undefined) return fault;
  const { from, to } = value as AskedPeriod;
  return microsOf(from) < microsOf(to) ? undefined : '/to';
};

/** What a question looks like. */
export const questionShape: Shape = either(
  object<TaskQuestion>({ about: oneOf('task'), task: text, effective: either(point, period), known: count }),
  object<MatrixQuestion>({ about: oneOf('matrix'), effective: point, known: count }),
);
