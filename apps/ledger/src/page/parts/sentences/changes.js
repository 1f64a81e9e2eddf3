import { count, dateWords, shortWords } from '../moments.js';
import { bearerWords, doneByShortly, namedWords, personWords } from '../words.js';

/** What an interval rests on. Only what was agreed in Onus is called agreed. */
export function basisWords(basis, zone) {
  if (basis.kind === 'import') {
    const { importer, format, line, digest } = basis;
    const file = format === 'matrix-csv' ? 'a matrix file' : 'an assignment feed';
    const where = line === undefined ? '' : `, line ${count(line)}`;
    return [
      { strong: 'Imported, not agreed in Onus' },
      `: by ${namedWords(importer.by)} on `,
      { time: importer.recordedAt, words: dateWords(importer.recordedAt, zone) },
      ` from ${file}${where} (${digest.slice(0, 19)}…).`,
    ];
  }
  if (basis.kind === 'direct') {
    const { by, recordedAt } = basis.by;
    return [
      `Stated by ${namedWords(by)} on `,
      { time: recordedAt, words: dateWords(recordedAt, zone) },
      '; ',
      { strong: 'not agreed in Onus' },
      '.',
    ];
  }
  if (basis.kind === 'emergency') return emergencyWords(basis, zone);
  if (basis.kind === 'override') return overrideWords(basis, zone);
  const silent = (basis.deemed ?? []).flatMap(({ side, silentSince }) => [
    ` The ${side} said nothing since `,
    { time: silentSince, words: dateWords(silentSince, zone) },
    ', and was taken to have accepted.',
  ]);
  return [
    'Agreed in change ',
    { strong: basis.change },
    basis.title === null ? '' : ` “${basis.title}”`,
    `, approved by ${approvers(basis.approvals)}: `,
    ...listed(basis.approvals, zone),
    '.',
    ...signedWords(basis.approvals),
    ...silent,
  ];
}

/** Which of the approvals passkeys signed; nothing where none was. */
function signedWords(approvals) {
  if (approvals.every(({ signed }) => signed === undefined)) return [];
  return approvals.map(({ by, signed }) => {
    if (signed === undefined) return ` ${personWords(by)} approved without a passkey.`;
    const { credential, algorithm, userVerified } = signed;
    const id = credential.length > 16 ? `${credential.slice(0, 16)}…` : credential;
    const user = userVerified ? 'user verified' : 'user not verified';
    return ` ${personWords(by)} signed with a passkey (${id}, ${algorithm ?? 'never registered'}, ${user}).`;
  });
}

const called = ({ change, title }) => [{ strong: change }, title === null ? '' : ` “${title}”`];

function emergencyWords({ declared, ratifyBy, ...change }, zone) {
  return [
    { strong: 'In force by an emergency, not agreed' },
    ': change ',
    ...called(change),
    ', declared by ',
    ...listed([declared], zone),
    ', to be ratified before ',
    { time: ratifyBy, words: shortWords(ratifyBy, zone) },
    '.',
  ];
}

function overrideWords({ requested, confirmed, reason, ...change }, zone) {
  return [
    { strong: 'In force by an override, not agreed' },
    ': change ',
    ...called(change),
    `, asked for by ${namedWords(requested.by)}, confirmed by `,
    ...listed([confirmed], zone),
    reason === null ? '.' : `: “${reason}”.`,
  ];
}

function approvers(approvals) {
  const of = (side) => approvals.filter((each) => each.side === side).length;
  const total = approvals.length === 1 ? 'approver' : 'approvers';
  return `${of('provider')} provider and ${of('client')} client ${of('client') === 1 ? 'approver' : total}`;
}

/** `A. Meier on 3 Feb 2026 and …`. */
export function listed(mentions, zone) {
  return mentions.flatMap((mention, i) => [
    i === 0 ? '' : i === mentions.length - 1 ? ' and ' : ', ',
    `${mention.by.member === undefined ? bearerWords(mention.by) : doneByShortly(mention)} on `,
    { time: mention.recordedAt, words: dateWords(mention.recordedAt, zone) },
  ]);
}

/** A change that was not in force at the asked time; or an emergency that was, and how it went on. */
export function pendingInWords(pending, { zone }) {
  const { change, title, proposedAt, status, effectiveFrom, agreedAt } = pending;
  if (pending.ratifyBy !== undefined) return ratificationInWords(pending, zone);
  const proposed = [
    title === null ? `Change ${change}` : `“${title}” (change ${change})`,
    ' was proposed on ',
    { time: proposedAt, words: dateWords(proposedAt, zone) },
  ];
  switch (status) {
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'superseded':
      return [...proposed, ` and was ${status}.`];
    case 'agreed':
    case 'overridden':
      return [
        ...proposed,
        ...(agreedAt === null ? [] : [`, ${status} on `, { time: agreedAt, words: dateWords(agreedAt, zone) }, ',']),
        ' and did not come into force until ',
        { time: effectiveFrom, words: shortWords(effectiveFrom, zone) },
        '.',
      ];
    default:
      return [
        ...proposed,
        ', to come into force on ',
        { time: effectiveFrom, words: shortWords(effectiveFrom, zone) },
        ', and was not decided yet.',
      ];
  }
}

function ratificationInWords({ change, title, proposedAt, status, agreedAt, ratifyBy }, zone) {
  const became = { agreed: 'ratified', overridden: 'kept by an override' }[status] ?? `${status}, not ratified`;
  return [
    title === null ? `Emergency ${change}` : `Emergency “${title}” (change ${change})`,
    ' was declared on ',
    { time: proposedAt, words: dateWords(proposedAt, zone) },
    ...(agreedAt === null
      ? [', and is not ratified; that was to be done before ', { time: ratifyBy, words: shortWords(ratifyBy, zone) }]
      : [`, and was ${became} on `, { time: agreedAt, words: dateWords(agreedAt, zone) }]),
    '.',
  ];
}
