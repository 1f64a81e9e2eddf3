import { microsOf } from '#kernel/instant';
import type { ExceptionRecorded } from '#matrix-version/domain/exception.events';
import type { ControlRef, TaskDefinition } from '#responsibility/domain/task';
import type { Asked } from '../point-in-time.ts';
import { statusIn } from './exception-view.ts';
import type { ExceptionMention, ExceptionState, ExceptionView } from './views.ts';

/** A line as exceptions name it: by its reference, and by the controls that its text serves. */
export interface NamedLine {
  readonly ref: string;
  readonly controls: readonly ControlRef[];
}

/** What an exception names. */
type Naming = Pick<ExceptionRecorded['data'], 'refs' | 'controls'>;

/**
 * Whether an exception is about a line. A control as a whole and a part of it meet: whoever is excepted from the one may be bound
 * to the other, and a reader had better see it.
 */
export const isAbout = ({ refs = [], controls = [] }: Naming, line: NamedLine): boolean =>
  refs.includes(line.ref) || controls.some((excepted) => line.controls.some((served) => meet(excepted, served)));

const meet = (one: ControlRef, other: ControlRef): boolean =>
  one.framework === other.framework &&
  one.id === other.id &&
  (one.part === undefined || other.part === undefined || one.part === other.part);

/** Exceptions that were to hold by the asked time, each as it stood then. What was to begin only afterwards says nothing of that time. */
export const exceptionsDuring = (
  views: readonly ExceptionView[],
  asked: Pick<Asked, 'from' | 'to'>,
): readonly ExceptionState[] =>
  views.filter(({ from }) => microsOf(from) < asked.to).map((view) => ({ ...view, status: statusIn(view, asked) }));

/** The controls that a line serves by its texts, as far as an answer shows them. */
export const controlsIn = (shown: readonly { readonly definition: TaskDefinition | null }[]): readonly ControlRef[] =>
  shown.flatMap(({ definition }) => definition?.controls ?? []);

/** An exception in short, for a line among many. */
export const exceptionMention = ({ id, status, to, recorded, accepted, ended }: ExceptionState): ExceptionMention => ({
  id,
  status,
  to,
  entries: [recorded, accepted, ended].flatMap((mention) => (mention === null ? [] : [mention.entry])),
});
