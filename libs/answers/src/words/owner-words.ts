import type { WordedAnswer, WordedInterval } from '../first-form.ts';
import { exceptionLines } from '../matrix-version/exception-words.ts';
import type { Basis, LaterStatement, Named, PendingChange } from '../views.ts';
import { introductionWords } from '../people/introduction-words.ts';
import { acceptanceLines } from './acceptance-words.ts';
import { Moments } from './moments.ts';
import { evidenceLines } from './evidence-words.ts';
import { openObjectionLines } from './objection-words.ts';
import { count, doneBy, findingInWords, list, named, RACI_WORDS, shortDigest, shortName } from './phrases.ts';
import { linesText } from './printable.ts';
import { approvedWords, signatureLines } from './signed-words.ts';

/** What of a question was left out: it is then answered for now, and from everything that is known. */
export interface Asked {
  readonly now: boolean;
  readonly everything: boolean;
}

/** The answer to "who owned it", as a person reads it. */
export function answerText(answer: WordedAnswer, asked: Asked): string {
  const moments = new Moments(answer.asOf.zone);
  const { effective, treeSize } = answer.asOf;
  const { task, engagement } = answer;
  const when = asked.now ? `now, ${moments.minute(effective)}` : moments.asked(effective);
  const lines = [
    [task?.ref, task?.title === task?.ref ? null : task?.title].filter((word) => word != null).join(' '),
    `${engagement.title} · ${when} (${moments.zone})${asked.everything ? '' : knownWords(answer, moments)}`,
    '',
  ];
  // An instant has one interval, which is not cut to what was asked: it says itself how far it reaches.
  if (answer.intervals.length > 1) {
    for (const interval of answer.intervals) {
      lines.push(partOf(effective, interval, moments));
      lines.push(...intervalLines(interval, moments).map((line) => `  ${line}`));
    }
  } else {
    for (const interval of answer.intervals) lines.push(...intervalLines(interval, moments));
  }
  lines.push(...(answer.introductions ?? []).map(introductionWords));
  if (answer.evidence !== undefined) lines.push(...evidenceLines(answer.evidence, moments));
  lines.push(...openObjectionLines(answer.objections ?? [], moments));
  lines.push(...exceptionLines(answer.exceptions ?? [], moments));
  lines.push(...answer.pending.map((change) => pendingLine(change, moments)));
  lines.push(...answer.later.map((statement) => laterLine(statement, moments)));
  const entries = [...new Set(answer.intervals.flatMap((interval) => interval.entries))].sort((a, b) => a - b);
  const restsOn =
    entries.length === 0 ? 'no entry' : `${entries.length === 1 ? 'entry' : 'entries'} ${entries.join(', ')}`;
  lines.push(`Rests on ${restsOn}; ${count(treeSize, 'entry', 'entries')} known.`);
  return linesText(lines);
}

/** The stretch of an interval: by the clock for a day, else by the calendar. */
const partOf = (asked: string, { from, to }: WordedInterval, moments: Moments): string =>
  asked.length === 'YYYY-MM-DD'.length ? moments.partOfDay(asked, from, to) : moments.span(from, to);

function knownWords({ asOf: { treeSize, knownAt } }: WordedAnswer, moments: Moments): string {
  const newest = knownAt === null ? '' : `, the newest of ${moments.minute(knownAt)}`;
  return ` · as known from ${count(treeSize, 'entry', 'entries')}${newest}`;
}

function intervalLines(interval: WordedInterval, moments: Moments): string[] {
  if (!interval.exists) return ['Not part of the matrix.'];
  const lines = [ownerLine(interval)];
  if (interval.closed === true) lines.push('Closed at that time.');
  if (interval.inForce !== null) lines.push(`In force ${moments.span(interval.inForce.from, interval.inForce.to)}.`);
  if (interval.basis !== null) lines.push(basisLine(interval.basis, moments));
  if (interval.basis?.kind === 'change') lines.push(...signatureLines(interval.basis.approvals));
  const { assignment } = interval;
  if (assignment !== null) {
    const { acceptance } = interval;
    lines.push(
      ...(acceptance === undefined ? [acknowledgedLine(interval, moments)] : acceptanceLines(acceptance, moments)),
    );
    lines.push(`Known to the ledger since ${moments.minute(assignment.knownSince)} (entry ${assignment.entry}).`);
  }
  lines.push(...detailLines(interval));
  lines.push(...interval.findings.map((finding) => `⚠ ${capital(findingInWords(finding))}.`));
  return lines;
}

function ownerLine({ owners, owner, group, assignment }: WordedInterval): string {
  const team = group === null || group === owner ? '' : `, team ${group}`;
  if (assignment === null) return 'Nobody: it was never assigned.';
  if (owners.length === 0) return `Accountable: nobody${team}.`;
  if (owners.length === 1) {
    const [bearer] = owners as readonly [Named];
    // Beside a person the team says more than the party: Northwind SOC (A. Meier).
    if (bearer.member === undefined || team === '') return `Accountable: ${named(bearer)}${team}.`;
    return `Accountable: ${named({ ...bearer, partyName: group! })}.`;
  }
  return `No single owner: ${list(owners.map(named))}${team}.`;
}

function basisLine(basis: Basis, moments: Moments): string {
  switch (basis.kind) {
    case 'change':
    case 'emergency':
    case 'override':
      return changeLine(basis, moments);
    case 'import': {
      const line = basis.line === undefined ? '' : `, line ${basis.line}`;
      const { by, recordedAt } = basis.importer;
      const source = `import ${basis.import} (${basis.format}${line}, ${shortDigest(basis.digest)})`;
      return `Imported from ${source} by ${shortName(by)} on ${moments.day(recordedAt)}, not agreed in Onus.`;
    }
    case 'direct':
      return `Recorded by ${named(basis.by.by)} on ${moments.day(basis.by.recordedAt)}, not agreed by both parties.`;
  }
}

function changeLine(basis: Extract<Basis, { readonly change: string }>, moments: Moments): string {
  const late = basis.backdatedDays === undefined ? '' : ` Backdated by ${count(basis.backdatedDays, 'day')}.`;
  const change = `change ${basis.change}${basis.title === null ? '' : ` “${basis.title}”`}`;
  switch (basis.kind) {
    case 'change': {
      const silent = (basis.deemed ?? []).map(
        ({ side, silentSince }) =>
          ` The ${side} said nothing since ${moments.day(silentSince)} and was taken to have accepted.`,
      );
      return `Agreed in ${change}, approved by ${approvedWords(basis.approvals)}.${silent.join('')}${late}`;
    }
    case 'emergency': {
      const { declared, ratifyBy } = basis;
      return `In force by emergency ${change}, declared by ${doneBy(declared)} on ${moments.day(declared.recordedAt)}, not agreed; to be ratified before ${moments.moment(ratifyBy)}.${late}`;
    }
    case 'override': {
      const why = basis.reason === null ? '' : `: ${basis.reason}`;
      return `In force by override of ${change}, asked for by ${shortName(basis.requested.by)} and confirmed by ${shortName(basis.confirmed.by)} on ${moments.day(basis.confirmed.recordedAt)}, not agreed${why}.${late}`;
    }
  }
}

/** In the first form of an answer, which tells of acknowledgements alone. */
function acknowledgedLine({ acknowledgements }: WordedInterval, moments: Moments): string {
  if (acknowledgements.length === 0) return 'Not acknowledged.';
  return `Acknowledged by ${list(acknowledgements.map((each) => `${doneBy(each)} on ${moments.day(each.recordedAt)}`))}.`;
}

/** Marks, roles and parts: how the duty is divided. */
function detailLines({ mark, raci, owners, parts, deputy }: WordedInterval): string[] {
  const lines: string[] = [];
  const isOwner = ({ party, member }: Named): boolean =>
    owners.some((owner) => owner.party === party && owner.member === member);
  const roles = (['R', 'C', 'I'] as const).flatMap((role) => {
    const holders = raci.filter((entry) => entry.roles.includes(role));
    // That the owner does it too goes without saying.
    return holders.every(isOwner) ? [] : [`${RACI_WORDS[role]}: ${holders.map(named).join(', ')}`];
  });
  if (deputy !== null) roles.push(`Deputy: ${named(deputy)}`);
  const marked = mark === null ? [] : [`Marked ${mark}`];
  if (marked.length + roles.length > 0) lines.push(`${[...marked, ...roles].join('. ')}.`);
  const sides = { client: "Client's part", mssp: "Provider's part", other: "Others' part" } as const;
  for (const side of ['client', 'mssp', 'other'] as const) {
    const part = parts?.[side];
    if (part !== undefined) lines.push(`${sides[side]}: ${part}`);
  }
  return lines;
}

function pendingLine(pending: PendingChange, moments: Moments): string {
  const { change, title, proposedAt, status, effectiveFrom, agreedAt, ratifyBy } = pending;
  const name = `${change}${title === null ? '' : ` “${title}”`}`;
  const on = agreedAt === null ? '' : ` on ${moments.day(agreedAt)}`;
  if (ratifyBy !== undefined)
    return `⚠ Emergency ${name} was declared on ${moments.day(proposedAt)}, and ${ratified(pending, on, moments)}.`;
  const what = `Change ${name} was proposed on ${moments.day(proposedAt)}`;
  const from = moments.moment(effectiveFrom);
  switch (status) {
    case 'agreed':
      return `⚠ ${what}, was agreed${on} and did not come into force until ${from}.`;
    case 'overridden':
      return `⚠ ${what}, its approvals were overridden${on}, and it did not come into force until ${from}.`;
    case 'draft':
    case 'proposed':
      return `⚠ ${what} to hold from ${from}, and was not decided.`;
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'superseded':
      return `⚠ ${what} to hold from ${from}, and was ${status}.`;
  }
}

function ratified({ status, ratifyBy }: PendingChange, on: string, moments: Moments): string {
  if (status === 'agreed') return `ratified${on}`;
  if (status === 'proposed') return `not ratified; that was to be done before ${moments.moment(ratifyBy!)}`;
  return status === 'overridden' ? `kept by an override${on}, not ratified` : `${status}${on}, not ratified`;
}

function laterLine({ entry, recordedAt, type, effectiveFrom, effectiveTo }: LaterStatement, moments: Moments): string {
  const span = moments.span(effectiveFrom, effectiveTo);
  return `⚠ Recorded later, on ${moments.day(recordedAt)} (entry ${entry}): ${type}, ${span}. It is not part of this answer.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
