import type { Circumstances } from '#kernel/decider';
import { microsOf } from '#kernel/instant';
import { checkResolves } from '#objection/domain/resolving';
import { requireRole } from '#engagement/domain/engagement.state';
import { namingUntil } from '#responsibility/domain/statements';
import type { DescribeChange, DraftChange, ReviseChange, WrittenLine, WrittenText } from '../approval.commands.ts';
import type { ApprovalEvent, ChangeDrafted, ChangeLineDrafted, Revision } from '../approval.events.ts';
import { refuse } from '../approval.refusals.ts';
import { openChange } from '../approval.state.ts';
import { drafted, revised, type OpenChange } from './open-change.ts';
import { MAX_LINES, PROPOSING, refsOf, type ChangeId, type ChangeKind } from '../change.ts';
import { standings, unable } from '../quorum/standing.ts';
import { checkPolicy, checkRetention } from '../policy.ts';
import { baseOf } from './written-on.ts';
import { digestOfRevision } from './digest.ts';
import { checkEmergency, checkOrdinary } from './emergency-lines.ts';
import { backdatedDays } from './interval.ts';
import { checkLines } from './lines.ts';
import { opened, type Events, type State } from './opening.ts';

/** Drafts a change; and opens it at once where that was asked for. */
export function draft({ data }: DraftChange, state: State, circumstances: Circumstances): Events {
  requireRole(state.engagement, circumstances.actor, ...PROPOSING);
  const { title, reason, kind, supersedes, open, ...written } = data;
  const changeId: ChangeId = `C-${state.approval.proposed + 1}`;
  checkText(written, kind, state, circumstances);
  if (supersedes !== undefined) openChange(state.approval, supersedes);
  const place = { changeId, revision: 1, policy: state.approval.policyVersion };
  const of = { kind, ...(supersedes !== undefined && { supersedes }) };
  const revision = revisionOf(written, place, of, state, circumstances);
  const first: ChangeDrafted = {
    type: 'ChangeDrafted',
    schema: 1,
    data: {
      ...revision,
      title,
      ...(reason !== undefined && { reason }),
      ...of,
    },
  };
  const events = [first, ...linesOf(written.lines, revision)];
  if (!open) return events;
  const change = withLines(drafted(first, circumstances), written.lines);
  const { nextIndex } = circumstances;
  return [...events, ...opened(change, state, { ...circumstances, nextIndex: nextIndex + events.length })];
}

/** Writes the next revision. Who writes takes part in writing, and so not in approving. */
export function revise({ data }: ReviseChange, state: State, circumstances: Circumstances): Events {
  requireRole(state.engagement, circumstances.actor, ...PROPOSING);
  const { change: changeId, note, ...written } = data;
  const change = openChange(state.approval, changeId);
  if (change.ratifyBy !== null) refuse.inForce(changeId);
  checkText(written, change.kind, state, circumstances);
  const { opening, text } = change;
  // A change that is open is judged by the policy that was frozen with it, whatever was adopted since.
  const policy = opening === null ? state.approval.policyVersion : text.policy;
  const place = { changeId, revision: text.revision + 1, policy };
  const revision = revisionOf(written, place, change, state, circumstances);
  const event: ApprovalEvent = {
    type: 'ChangeRevised',
    schema: 1,
    data: { ...revision, ...(note !== undefined && { note }) },
  };
  if (opening !== null) {
    const next = withLines(revised(change, event, circumstances), written.lines);
    const lacking = unable(standings(next, opening, state, circumstances.recordedAt));
    if (lacking !== undefined)
      refuse.cannotPass(changeId, lacking.party, lacking.given + lacking.able.length, lacking.needed);
  }
  return [event, ...linesOf(written.lines, revision)];
}

/** Puts title and reason in other words. Whoever has left, or may only read now, does not: approvers read these words. */
export function describeChange({ data }: DescribeChange, state: State, { actor }: Circumstances): Events {
  requireRole(state.engagement, actor, ...PROPOSING);
  const { change: changeId, title, reason } = data;
  if (!openChange(state.approval, changeId).contributors.includes(actor.member)) refuse.notContributor(changeId);
  return [{ type: 'ChangeDescribed', schema: 1, data: { changeId, title, ...(reason !== undefined && { reason }) } }];
}

/** What the rules have to say against a text, whoever wrote it. */
function checkText(text: WrittenText, kind: ChangeKind, state: State, { recordedAt, sha256 }: Circumstances): void {
  const { lines, effectiveFrom, effectiveTo, terms, resolves = [] } = text;
  if (lines.length === 0 && terms === undefined) refuse.noLines();
  if (lines.length > MAX_LINES) refuse.tooManyLines(MAX_LINES);
  if (effectiveTo !== undefined && microsOf(effectiveTo) <= microsOf(effectiveFrom)) refuse.emptyInterval();
  const naming = namingUntil(effectiveTo, recordedAt);
  const drafts = lines.map(({ drafted: line }) => line);
  checkLines(drafts, effectiveFrom, naming, state);
  checkResolves(state.objection, resolves, drafts.flatMap(refsOf));
  if (terms?.policy !== undefined) checkPolicy(terms.policy, new Set(state.engagement.parties.keys()));
  if (terms?.retention !== undefined) checkRetention(terms.retention);
  if (kind === 'emergency') checkEmergency(text, state, recordedAt, sha256);
  else checkOrdinary(lines);
}

/** What tells one revision from another, beside its text. */
type Place = Pick<Revision, 'changeId' | 'revision' | 'policy'>;

/** A revision as it is recorded. */
export function revisionOf(
  text: WrittenText,
  place: Place,
  { kind, supersedes }: { readonly kind: ChangeKind; readonly supersedes?: ChangeId },
  state: State,
  { recordedAt, sha256 }: Circumstances,
): Revision {
  const { lines: written, effectiveFrom, effectiveTo, attachments, terms, resolves } = text;
  const lines = written.map(({ drafted: line }) => line);
  const said = {
    ...place,
    effectiveFrom,
    ...(effectiveTo !== undefined && { effectiveTo }),
    base: baseOf(lines, state.responsibility),
    ...(attachments !== undefined && { attachments }),
    ...(terms !== undefined && { terms }),
    ...(resolves !== undefined && { resolves }),
  };
  return {
    ...said,
    lines: lines.length,
    ...backdatedDays(effectiveFrom, recordedAt),
    digest: digestOfRevision(sha256, said, { kind, lines, ...(supersedes !== undefined && { supersedes }) }),
  };
}

/** The lines of a revision as they are recorded. */
export function linesOf(lines: readonly WrittenLine[], { changeId, revision }: Place): readonly ChangeLineDrafted[] {
  return lines.map((written, i) => ({
    type: 'ChangeLineDrafted',
    schema: 1,
    data: { changeId, revision, line: i + 1, ...written },
  }));
}

/** A change in the making, with its lines: what it will be in the state once it is recorded. */
export function withLines(change: OpenChange, lines: readonly WrittenLine[]): OpenChange {
  return {
    ...change,
    text: {
      ...change.text,
      lines: lines.map(({ drafted: line }) => line),
      before: lines.map(({ before }) => before ?? null),
    },
  };
}
