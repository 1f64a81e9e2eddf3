import { exceptionInWords, introductionInWords, objectionInWords, refusalsInWords } from './sentences/agreement.js';
import { basisWords, listed, pendingInWords } from './sentences/changes.js';
import { askedUntil, askedWords, count, dateWords, shortWords } from './moments.js';
import { bearerWords, eventWords, findingWords, namedWords, taskWords } from './words.js';

/**
 * An answer in words. Pure: what the service says in, sentences out, so that it can be tried without a browser.
 * A sentence is a list of pieces: a string, `{ strong }`, `{ time, words }` or `{ entry }`.
 */

const ROLES = { R: 'Responsible', A: 'Accountable', C: 'Consulted', I: 'Informed' };

/** What was asked (a reference, where there is no such task), and what the service says, sentence by sentence. */
export function answerInWords(answer, asked = '') {
  const { asOf, task, engagement, intervals } = answer;
  const { zone } = asOf;
  const many = intervals.length > 1;
  return {
    question: {
      task: task === null ? asked : taskWords(task),
      engagement: engagement.title,
      on: askedWords(asOf.effective, zone),
    },
    intervals: intervals.map((interval) => intervalInWords(interval, answer, many)),
    objections: answer.objections.map((objection) => objectionInWords(objection, zone)),
    exceptions: (answer.exceptions ?? []).map((exception) => exceptionInWords(exception, zone)),
    introductions: (answer.introductions ?? []).map(introductionInWords),
    pending: answer.pending.filter((change) => waited(change, asOf)).map((change) => pendingInWords(change, asOf)),
    later: answer.later.map((statement) => laterInWords(statement, zone)),
    asOf: asOfInWords(asOf),
  };
}

function intervalInWords(interval, { asOf, task }, many) {
  const { zone } = asOf;
  return {
    span: many ? [`From ${clock(interval.from, asOf)} to ${clock(interval.to, asOf)}`] : null,
    headline: headline(interval, task),
    facts: facts(interval, asOf),
    warnings: interval.exists ? warnings(interval, asOf) : [],
    mark: interval.mark,
    marks: interval.marks,
    terms: interval.exists ? terms(interval) : [],
    entries: interval.entries,
    zone,
  };
}

function clock(instant, { effective, zone }) {
  if (instant === null) return 'ever';
  const words = shortWords(instant, zone);
  const day = dateWords(`${effective}T12:00:00Z`, 'UTC');
  if (words.startsWith(`${day}, `)) return words.slice(day.length + 2);
  return words === day ? 'the beginning of the day' : 'its end';
}

function headline({ exists, owners, owner, marks, group }, task) {
  if (!exists) return [{ strong: task === null ? 'There was no such task.' : 'It was no part of the matrix.' }];
  if (owners.length === 1) return ['Accountable: ', { strong: bearerWords(owners[0], group) }, '.'];
  const names = owners.map((each) => bearerWords(each));
  if (names.length > 1 && marks.includes('shared') && owner === null && owners.every(({ member }) => !member)) {
    return ['Shared by ', { strong: names.join(' and ') }, '; nobody alone answers for it.'];
  }
  if (names.length > 1) return ['Accountable: ', { strong: names.join(' and ') }, ', more than one.'];
  if (marks.length === 1 && marks[0] === 'not-applicable') return [{ strong: 'Nobody: it does not apply.' }];
  return [{ strong: 'Nobody was accountable.' }];
}

function facts(interval, asOf) {
  const { zone } = asOf;
  const { inForce, basis, assignment } = interval;
  const sentences = [];
  if (inForce !== null) sentences.push(inForceWords(inForce, zone));
  if (basis !== null) sentences.push(basisWords(basis, zone));
  const accepted = acceptances(interval, asOf).before;
  if (accepted.length > 0) sentences.push(['Acknowledged by ', ...listed(accepted, zone), '.']);
  if (assignment !== null) {
    sentences.push([
      'Known to the ledger since ',
      { time: assignment.knownSince, words: dateWords(assignment.knownSince, zone) },
      ': ',
      { entry: assignment.entry },
      ` of ${count(asOf.treeSize)}.`,
    ]);
  }
  return sentences;
}

const inForceWords = ({ from, to }, zone) =>
  to === null
    ? ['In force since ', { time: from, words: shortWords(from, zone) }, ', until further notice.']
    : [
        'In force ',
        { time: from, words: shortWords(from, zone) },
        ' → ',
        { time: to, words: shortWords(to, zone) },
        '.',
      ];

/** Who had accepted the duty by the asked time, and who did so only afterwards. */
function acceptances({ acknowledgements }, { effective, zone }) {
  const until = askedUntil(effective, zone);
  const before = acknowledgements.filter(({ recordedAt }) => Date.parse(recordedAt) < until);
  return { before, after: acknowledgements.filter((each) => !before.includes(each)) };
}

function warnings(interval, asOf) {
  const { findings, basis, closed, owners, inForce, assignment } = interval;
  const { zone } = asOf;
  const sentences = [];
  if (closed === true) sentences.push(['The duty was closed at that time.']);
  if (assignment === null) sentences.push(['The duty was written down, and assigned to nobody.']);
  for (const finding of findings) sentences.push([findingWords(finding)]);
  if (basis?.backdatedDays !== undefined) {
    sentences.push([
      `A correction of the past: proposed ${count(basis.backdatedDays)} days after it is to have taken effect.`,
    ]);
  }
  sentences.push(...refusalsInWords(interval.acceptance, zone));
  const { before, after } = acceptances(interval, asOf);
  if (owners.length > 0 && inForce !== null && before.length === 0) {
    sentences.push(
      after.length === 0
        ? ['Nobody has acknowledged this duty.']
        : ['Nobody had acknowledged this duty at that time; acknowledged later by ', ...listed(after, zone), '.'],
    );
  }
  return sentences;
}

/** Who answers for it first, then who does it, who is asked and who is told. */
const byRole = (a, b) => rank(a) - rank(b);
const rank = ({ roles }) => Math.min(...roles.map((role) => 'ARCI'.indexOf(role)));

/** How the duty is divided: who has which role, and the part of each side. */
function terms({ raci, deputy, parts }) {
  return [
    ...[...raci].sort(byRole).map((each) => [each.roles.map((role) => ROLES[role]).join(' and '), namedWords(each)]),
    ['Deputy', deputy === null ? '' : namedWords(deputy)],
    ['Client’s part', parts?.client ?? ''],
    ['Provider’s part', parts?.mssp ?? ''],
    ['Part of others', parts?.other ?? ''],
  ].filter(([, text]) => text !== '');
}

/** Whether a change was there to be waited for at the asked time, or speaks about it. What was thought of later was not. */
function waited({ proposedAt, effectiveFrom }, { effective, zone }) {
  const until = askedUntil(effective, zone);
  return Date.parse(proposedAt) < until || Date.parse(effectiveFrom) < until;
}

function laterInWords({ entry, recordedAt, type, effectiveFrom, effectiveTo }, zone) {
  const words = eventWords(type);
  return [
    'Not known then: on ',
    { time: recordedAt, words: dateWords(recordedAt, zone) },
    ' the ledger recorded that ',
    `${words.charAt(0).toLowerCase()}${words.slice(1)}, from `,
    { time: effectiveFrom, words: shortWords(effectiveFrom, zone) },
    ...(effectiveTo === null ? [' on'] : [' to ', { time: effectiveTo, words: shortWords(effectiveTo, zone) }]),
    ' (',
    { entry },
    '). It changes the answer.',
  ];
}

function asOfInWords({ treeSize, knownAt, zone }) {
  if (knownAt === null) return ['Nothing was known to the ledger then.'];
  return [
    `As known with ${count(treeSize)} entries, the newest recorded on `,
    { time: knownAt, words: shortWords(knownAt, zone) },
    `. Times are those of ${zone}.`,
  ];
}
