import type { ChangeAgreed, ChangeDrafted, ChangeProposed, ChangeRevised } from '#approval/domain/approval.events';
import { digestedText } from '#approval/domain/drafting/digest';
import { digestedFirstForm } from '#approval/domain/first-form/digest';
import type { Entry } from '#kernel/event';
import type { OnusEvent } from '#rulebook/rulebook';
import { deemedBy } from '../changes/course.ts';
import type { ChangeView } from '../views.ts';
import { Moments } from '../words/moments.ts';
import { signaturesIn, type Telling } from './signatures.ts';
import type { CertifiedOutcome, Certificate } from './views.ts';
import { OUTCOME_WORDS, STEPS } from './words.ts';

type RecordedEntry = Entry<OnusEvent>;

/** What a certificate says, before its entries are proven. */
export type Certified = Omit<Certificate, 'ledger' | 'treeSize' | 'rootHash' | 'checkpoint' | 'entries'>;

/** By what a change is in force; undefined for one that is not. */
export function outcomeOf({ status, emergency, quorum }: ChangeView): CertifiedOutcome | undefined {
  if (status === 'overridden') return 'overridden';
  if (status === 'agreed') {
    if (quorum.some(({ deemed }) => deemed)) return 'accepted-by-silence';
    return emergency === null ? 'agreed' : 'ratified';
  }
  return emergency === null ? undefined : 'emergency';
}

/** The entry with which a change came in force by its outcome. */
export const decisionOf = ({ decided, emergency }: ChangeView, outcome: CertifiedOutcome): number =>
  outcome === 'emergency' ? emergency!.declared.entry : decided!.entry;

/**
 * Indices of the entries that a certificate rests on, ascending: the text with its lines, the opening, and whatever it is in force by.
 * `decision` is the entry with which it came in force.
 */
export function entriesBehind(change: ChangeView, decision: Pick<RecordedEntry, 'index' | 'type' | 'schema' | 'data'>) {
  const { revisions, revision, lines, opened, emergency, override, approvals } = change;
  const text = revisions.find((each) => each.revision === revision)!.written.entry;
  const indices = [
    ...Array.from({ length: 1 + lines.length }, (_, i) => text + i),
    ...(opened === null ? [] : [opened.entry]),
    ...(emergency === null ? [] : [emergency.declared.entry]),
    decision.index,
  ];
  if (decision.type === 'ChangeOverridden') indices.push(override!.requested.entry);
  if (decision.type === 'ChangeAgreed') {
    const agreed = decision as unknown as ChangeAgreed;
    indices.push(...(agreed.schema === 1 ? approvals.map(({ entry }) => entry) : agreed.data.approvals));
    indices.push(...deemedBy(agreed));
  }
  return [...new Set(indices)].sort((a, b) => a - b);
}

/**
 * The certificate of a change that is in force, from its entries: those of `entriesBehind`. `people` tells who is who.
 */
export function certified(
  change: ChangeView,
  outcome: CertifiedOutcome,
  entries: readonly RecordedEntry[],
  engagement: Certificate['engagement'],
  people: Pick<Telling, 'named' | 'introduction'>,
): Certified {
  const { id, kind, title, reason, revision, digest, effectiveFrom, effectiveTo, backdatedDays } = change;
  const { lines, attachments, terms, resolves } = change;
  const said = { id, kind, title, reason, revision, digest, effectiveFrom, effectiveTo, backdatedDays };
  const moments = new Moments(engagement.zone);
  const decision = entries.find(({ index }) => index === decisionOf(change, outcome))!;
  return {
    format: 'onus-certificate/1',
    outcome,
    words: OUTCOME_WORDS[outcome],
    engagement,
    change: { ...said, lines, attachments, terms, resolves },
    text: textIn(entries, change),
    decided: { entry: decision.index, recordedAt: decision.recordedAt },
    signatures: signaturesIn(entries, decision, outcome, { ...people, moments }),
    verify: STEPS,
  };
}

/** What the digest is over, as the entries of the text have it. */
function textIn(entries: readonly RecordedEntry[], change: ChangeView): string {
  const written = entries.find(({ type, data }) => {
    if (type === 'ChangeProposed') return true;
    if (type !== 'ChangeDrafted' && type !== 'ChangeRevised') return false;
    return (data as (ChangeDrafted | ChangeRevised)['data']).revision === change.revision;
  })!;
  if (written.type === 'ChangeProposed') {
    const { effectiveFrom, effectiveTo } = written.data as ChangeProposed['data'];
    const lines = change.lines as Parameters<typeof digestedFirstForm>[0]['lines'];
    return digestedFirstForm({ effectiveFrom, ...(effectiveTo !== undefined && { effectiveTo }), lines });
  }
  const { changeId, revision, policy, effectiveFrom, effectiveTo, base, attachments, terms, resolves } =
    written.data as (ChangeDrafted | ChangeRevised)['data'];
  const { kind, lines, supersedes } = change;
  return digestedText(
    {
      changeId,
      revision,
      policy,
      effectiveFrom,
      ...(effectiveTo !== undefined && { effectiveTo }),
      base,
      ...(attachments !== undefined && { attachments }),
      ...(terms !== undefined && { terms }),
      ...(resolves !== undefined && { resolves }),
    },
    { kind, lines, ...(supersedes !== null && { supersedes }) },
  );
}
