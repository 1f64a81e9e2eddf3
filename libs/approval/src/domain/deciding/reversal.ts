import type { Circumstances } from '#kernel/decider';
import type { Assignment } from '#responsibility/domain/assignment';
import { findingsOf } from '#responsibility/domain/assignment.rules';
import type { WrittenLine } from '../approval.commands.ts';
import type { ChangeDrafted } from '../approval.events.ts';
import { drafted, type OpenChange } from '../drafting/open-change.ts';
import type { ChangeId } from '../change.ts';
import { linesOf, revisionOf, withLines } from '../drafting/draft.ts';
import { isPast } from '../quorum/time.ts';
import { openingEvent, type Events, type State } from '../drafting/opening.ts';

/** Who bears a duty that nobody bore before. */
const NOBODY: Assignment = { marks: ['not-determined'], raci: [] };

/**
 * The change that would undo an emergency that was not ratified: drafted by the rules and open at once, under its title. It is
 * nobody's, so everybody who may approve may approve it; until both sides have, the emergency stands as what it is.
 */
export function reversal(refused: OpenChange, state: State, circumstances: Circumstances): Events {
  const { recordedAt, endsAsTexts = false } = circumstances;
  const changeId: ChangeId = `C-${state.approval.proposed + 1}`;
  const lines = refused.text.lines.map(({ ref }, i): WrittenLine => {
    const assignment = refused.text.before[i] ?? NOBODY;
    const accepts = findingsOf(assignment).map(({ code }) => code);
    return { drafted: { ref, act: 'assign', assignment, ...(accepts.length > 0 && { accepts }) } };
  });
  const { effectiveTo } = refused.text;
  if (effectiveTo !== undefined && (endsAsTexts ? effectiveTo <= recordedAt : isPast(effectiveTo, recordedAt)))
    return [];
  const text = { lines, effectiveFrom: recordedAt, ...(effectiveTo !== undefined && { effectiveTo }) };
  const place = { changeId, revision: 1, policy: state.approval.policyVersion };
  const revision = revisionOf(text, place, { kind: 'ordinary' }, state, circumstances);
  const first: ChangeDrafted = {
    type: 'ChangeDrafted',
    schema: 1,
    data: { ...revision, title: refused.title, kind: 'ordinary', reverses: refused.id },
  };
  const change = withLines(drafted(first, circumstances), lines);
  return [first, ...linesOf(lines, revision), openingEvent(change, state, recordedAt)];
}
