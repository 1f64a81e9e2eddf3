import type { Recorded } from '#kernel/decider';
import type { DomainEvent } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import type { ExceptionEvent } from '#matrix-version/domain/exception.events';
import type { ReviewEvent } from '#matrix-version/domain/review.events';
import type { VersionEvent } from '#matrix-version/domain/version.events';
import type { OnusEvent } from '#rulebook/rulebook';
import type { Prefix } from '../facts/facts.ts';
import type { Asked } from '../point-in-time.ts';
import { mentionOf } from '../points/grounds.ts';
import type { ExceptionState, ExceptionView, ReviewState, VersionView } from './views.ts';
import { exceptionState, exceptionView } from './exception-view.ts';
import { exceptionsDuring, isAbout, type NamedLine } from './line-exceptions.ts';
import { reviewState } from './review-view.ts';
import type { Teller, Told } from './told.ts';
import { versionView } from './version-view.ts';

/** Every version that was proposed, in order. */
export const versionsIn = (prefix: Prefix): readonly VersionView[] =>
  prefix.facts.matrix
    .ids('v', prefix.treeSize)
    .map((id) => versionView(toldOf<VersionEvent>(prefix, id), tellerOf(prefix)));

/** Every review with its lines, in order. */
export const reviewsIn = (prefix: Prefix): readonly ReviewState[] =>
  prefix.facts.matrix
    .ids('r', prefix.treeSize)
    .map((id) => reviewState(toldOf<ReviewEvent>(prefix, id), tellerOf(prefix), restatedIn(prefix)));

/** Every exception as it is at an instant, in order. */
export const exceptionsIn = (prefix: Prefix, at: Instant): readonly ExceptionState[] =>
  exceptionViews(prefix).map((view) => exceptionState(view, at));

/** Every exception, in order. */
export const exceptionViews = (prefix: Prefix): readonly ExceptionView[] =>
  prefix.facts.matrix
    .ids('x', prefix.treeSize)
    .map((id) => exceptionView(toldOf<ExceptionEvent>(prefix, id), tellerOf(prefix)));

/** The exceptions from a line, as they stood in the asked time, in order. */
export const exceptionsAbout = (prefix: Prefix, line: NamedLine, asked: Asked): readonly ExceptionState[] =>
  exceptionsDuring(
    exceptionViews(prefix).filter((view) => isAbout(view, line)),
    asked,
  );

const toldOf = <E extends DomainEvent>({ facts, treeSize }: Prefix, id: string): readonly Told<E>[] =>
  facts.matrix.about(id, treeSize).map((recorded) => ({
    mention: mentionOf(facts, treeSize, recorded as Recorded<OnusEvent>),
    // The id names the sort of everything that is recorded about it.
    event: recorded.event as unknown as Told<E>['event'],
  }));

const tellerOf = ({ facts, treeSize }: Prefix): Teller => ({
  open: ({ sealed }) => facts.open(sealed),
  member: (id) => facts.people.member(treeSize, id),
});

const restatedIn =
  ({ facts: { statements }, treeSize }: Prefix) =>
  (taskId: string, entry: number): boolean =>
    statements.ofTask(taskId).some((statement) => {
      const known = statements.knownFrom(statement) ?? 0;
      return known > entry + 1 && known <= treeSize;
    });
