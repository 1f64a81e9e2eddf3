import { SIGNATURE_ALGORITHMS } from '#kernel/signature';
import { MARKS, RACI } from '#responsibility/domain/assignment';
import { FINDING_CODES, type Finding } from '#responsibility/domain/assignment.rules';
import type {
  AsOf,
  CountedApproval,
  LaterStatement,
  Mention,
  Named,
  NamedWithRoles,
  OwnerAnswer,
  OwnerInterval,
  PasskeySigned,
  PendingChange,
  ShortAnswer,
} from '#answers/views';
import {
  count,
  flag,
  instant,
  listOf,
  named,
  nullable,
  objectOf,
  oneOf,
  optional,
  text,
  textMap,
  type Schema,
} from './schema.ts';

export const side = oneOf('provider', 'client', 'third');
export const changeStatus = oneOf(
  'draft',
  'proposed',
  'agreed',
  'rejected',
  'withdrawn',
  'expired',
  'superseded',
  'overridden',
);
const roles = listOf(oneOf(...RACI));
const entries = listOf(count('Index of an entry in the ledger.'));

const asNamed = {
  party: text(),
  member: optional(text()),
  name: nullable(text('Null where it was erased.')),
  partyName: text(),
  side,
};
export const asMention = {
  entry: count('Index in the ledger.'),
  recordedAt: instant(),
  by: named('Named'),
  onBehalfOf: optional(named('Named')),
};
const approval = objectOf<CountedApproval>({ ...asMention, side, signed: optional(named('PasskeySigned')) });
const ofChange = { change: text(), title: nullable(text()), backdatedDays: count() };

const basis: Schema = {
  description: 'What the interval rests on. Only a change was agreed in Onus.',
  oneOf: [
    {
      type: 'object',
      properties: {
        kind: { const: 'change' },
        agreed: { const: true },
        ...ofChange,
        approvals: listOf(approval),
        deemed: listOf(
          objectOf<{ entry: number; side: string; silentSince: string }>({
            entry: count(),
            side,
            silentSince: instant('Since when the side could have spoken, and did not. It is no approval.'),
          }),
        ),
      },
      required: ['kind', 'agreed', 'change', 'title', 'approvals'],
    },
    {
      type: 'object',
      description: 'In force at once, on nobody’s agreement.',
      properties: {
        kind: { const: 'emergency' },
        agreed: { const: false },
        ...ofChange,
        declared: named('Mention'),
        ratifyBy: instant(),
      },
      required: ['kind', 'agreed', 'change', 'title', 'declared', 'ratifyBy'],
    },
    {
      type: 'object',
      description: 'In force on the word of two people, without the approvals that were needed.',
      properties: {
        kind: { const: 'override' },
        agreed: { const: false },
        ...ofChange,
        requested: named('Mention'),
        reason: nullable(text('Null where it was erased.')),
        confirmed: named('Mention'),
      },
      required: ['kind', 'agreed', 'change', 'title', 'requested', 'reason', 'confirmed'],
    },
    {
      type: 'object',
      properties: {
        kind: { const: 'import' },
        agreed: { const: false },
        import: text(),
        format: oneOf('matrix-csv', 'assignments'),
        digest: text(),
        line: count(),
        importer: named('Mention'),
        note: text(),
      },
      required: ['kind', 'agreed', 'import', 'format', 'digest', 'importer', 'note'],
    },
    {
      type: 'object',
      properties: { kind: { const: 'direct' }, agreed: { const: false }, by: named('Mention') },
      required: ['kind', 'agreed', 'by'],
    },
    { type: 'null' },
  ],
};

/** What a line of a matrix and an interval of an owner's answer have in common. */
export const asInterval = {
  from: nullable(instant('Null: open.')),
  to: nullable(instant('Half-open: no longer holds here. Null: open.')),
  inForce: {
    oneOf: [
      objectOf<NonNullable<OwnerInterval['inForce']>>({ from: instant(), to: nullable(instant()) }),
      { type: 'null' },
    ],
    description: 'The stretch for which the assignment itself was stated to hold.',
  } as Schema,
  exists: flag,
  closed: { type: ['boolean', 'null'] } as Schema,
  mark: nullable(text('In words, for example "MSSP + Inherited".')),
  marks: listOf(oneOf(...MARKS)),
  owner: nullable(text('Who answers for it; null where there is none or more than one.')),
  owners: listOf(named('Named')),
  group: nullable(text()),
  deputy: nullable(named('Named')),
  raci: listOf(objectOf<NamedWithRoles>({ ...asNamed, roles })),
  parts: nullable(
    objectOf<NonNullable<OwnerInterval['parts']>>({
      client: optional(text()),
      mssp: optional(text()),
      other: optional(text()),
    }),
  ),
  findings: listOf(named('Finding')),
  basis,
  assignment: nullable(
    objectOf<NonNullable<OwnerInterval['assignment']>>({
      entry: count('The entry that assigned: what an acknowledgement names.'),
      digest: text(),
      knownSince: instant(),
      knownFrom: count(),
    }),
  ),
  definition: nullable(named('TaskDefinitionBody')),
  text: nullable(
    objectOf<NonNullable<OwnerInterval['text']>>({
      entry: count('The entry that gave this text.'),
      digest: text('What somebody who accepts or declines the duty names as read.'),
    }),
  ),
  entries,
};

/** Answers about who owned what. */
export const OWNER_SCHEMAS: Readonly<Record<string, Schema>> = {
  AsOf: objectOf<AsOf>({
    effective: text('The instant asked about, or the calendar day in the contract’s zone.'),
    treeSize: count(
      'Number of entries that the answer rests on. The same question at this size has this answer for ever.',
    ),
    knownAt: nullable(instant('When the newest of them was recorded.')),
    zone: text('Contract time zone (IANA).'),
  }),
  Named: objectOf<Named>(asNamed),
  Mention: objectOf<Mention>(asMention),
  Approval: approval,
  PasskeySigned: objectOf<PasskeySigned>({
    credential: text('Id of the passkey: bytes in base64url.'),
    algorithm: nullable(oneOf(...SIGNATURE_ALGORITHMS)),
    userVerified: { type: 'boolean', description: 'Whether the authenticator verified who was there.' },
  }),
  Finding: objectOf<Finding>({ code: oneOf(...FINDING_CODES), detail: optional(text()) }),
  OwnerInterval: objectOf<OwnerInterval>({
    ...asInterval,
    acknowledgements: listOf(named('Mention')),
    acceptance: listOf(named('Acceptance')),
    attributes: nullable(textMap),
  }),
  PendingChange: objectOf<PendingChange>({
    change: text(),
    title: nullable(text()),
    proposedAt: instant(),
    status: changeStatus,
    effectiveFrom: instant(),
    effectiveTo: nullable(instant()),
    agreedAt: nullable(instant('When it was agreed, or otherwise decided.')),
    ratifyBy: optional(instant('Until when an emergency was to be ratified; absent for what is none.')),
    entries,
  }),
  LaterStatement: objectOf<LaterStatement>({
    entry: count(),
    recordedAt: instant(),
    type: text(),
    effectiveFrom: instant(),
    effectiveTo: nullable(instant()),
  }),
  OwnerAnswer: objectOf<OwnerAnswer>({
    engagement: named('Engagement'),
    asOf: named('AsOf'),
    task: nullable(objectOf<NonNullable<OwnerAnswer['task']>>({ id: text(), ref: text(), title: nullable(text()) })),
    exists: flag,
    intervals: listOf(named('OwnerInterval')),
    pending: listOf(named('PendingChange')),
    evidence: named('ShownEvidence'),
    objections: listOf(named('Objection')),
    exceptions: optional({
      ...listOf(named('Exception')),
      description: 'From the line, as they stood in the asked time. Absent where none is known.',
    }),
    introductions: optional(listOf(named('Introduction'))),
    later: listOf(named('LaterStatement')),
  }),
  ShortAnswer: objectOf<ShortAnswer & { id: string | number; item: string; at: string }>({
    id: { type: ['string', 'integer'] },
    item: text(),
    at: text(),
    exists: flag,
    owner: nullable(text()),
    owners: listOf(text()),
    group: nullable(text()),
    mark: nullable(text()),
    closed: { type: ['boolean', 'null'] },
    attributes: nullable(textMap),
    entries,
    treeSize: count(),
  }),
};
