import type { ImportReport } from '#intake/recording/import-file';
import type { Receipt, RecordedEntry } from '#http/receipt';
import type { LedgerReceipt, ReceiptEntry } from '#transparency/receipt';
import type { MemberKeyView } from '../../access/keys.controller.ts';
import type { Readiness } from '../../operations/health.controller.ts';
import type { Demo } from '../../demo/build-demo.ts';
import {
  count,
  flag,
  instant,
  listOf,
  named,
  nullable,
  share,
  objectOf,
  oneOf,
  optional,
  text,
  uuid,
  type Schema,
} from './schema.ts';

export type Recorded = Omit<Receipt, 'replayed'>;

const position = text('Position token, also in the header `Onus-Position`: to read one’s own writes with.');
const covered = {
  treeSize: count('How many entries the checkpoint covers.'),
  rootHash: text('Root of their tree (RFC 6962), hexadecimal.'),
  checkpoint: text('The signed checkpoint (C2SP tlog-checkpoint), byte for byte: keep it.'),
};
export const asReceipt = { entries: listOf(named('RecordedEntry')), ...covered, position };
const leafHash = text('RFC 6962 leaf hash, hexadecimal.');
const proof = listOf(text('Hash in base64, the sibling of the leaf first.'));
const receipt = nullable(named('LedgerReceipt'));

type Imported = Omit<ImportReport, 'position'> & { readonly position: string };

const counts = objectOf<ImportReport['counts']>({
  define: count(),
  revise: count(),
  retire: count(),
  assign: count(),
  close: count(),
  reopen: count(),
  fact: count(),
});

/** What writes are answered with, and what the service says of itself. */
export const RECEIPT_SCHEMAS: Readonly<Record<string, Schema>> = {
  RecordedEntry: objectOf<RecordedEntry>({
    index: count('Index in the ledger.'),
    id: uuid,
    type: text(),
    leafHash,
    recordedAt: instant(),
    proof,
  }),
  ReceiptEntry: objectOf<ReceiptEntry>({ index: count('Index in the ledger.'), leafHash, proof }),
  LedgerReceipt: objectOf<LedgerReceipt>({
    ledger: text('Name of the ledger, and of the key that signed.'),
    ...covered,
    entries: listOf(named('ReceiptEntry')),
  }),
  Receipt: objectOf<Recorded>(asReceipt),
  OpenEngagementReceipt: objectOf<
    Recorded & { engagement: string; slug: string; provider: string; client: string; founder: string }
  >({ ...asReceipt, engagement: uuid, slug: text(), provider: text(), client: text(), founder: text() }),
  PartyReceipt: objectOf<Recorded & { party: string }>({ ...asReceipt, party: text() }),
  MembersReceipt: objectOf<Recorded & { members: readonly string[] }>({ ...asReceipt, members: listOf(text()) }),
  TaskReceipt: objectOf<Recorded & { task: string }>({ ...asReceipt, task: text() }),
  ChangeReceipt: objectOf<Recorded & { change: string; digest: string }>({
    ...asReceipt,
    change: text(),
    digest: text('What an approval names.'),
  }),
  DelegationReceipt: objectOf<Recorded & { delegation: string }>({ ...asReceipt, delegation: text() }),
  CredentialReceipt: objectOf<Recorded & { credential: string }>({ ...asReceipt, credential: text() }),
  ApprovalReceipt: objectOf<Recorded & { change: string; agreed: boolean }>({
    ...asReceipt,
    change: text(),
    agreed: { type: 'boolean', description: 'Whether this was the last approval: the change is in force.' },
  }),
  EvidenceReceipt: objectOf<Recorded & { evidence: string }>({ ...asReceipt, evidence: text() }),
  ObjectionReceipt: objectOf<Recorded & { objection: string }>({ ...asReceipt, objection: text() }),
  ImportFinding: objectOf<ImportReport['findings'][number]>({
    line: count(),
    ref: text(),
    code: text(),
    detail: optional(text()),
  }),
  ImportReport: objectOf<Imported>({
    recorded: flag,
    reason: nullable(oneOf('no-difference', 'already-recorded')),
    import: nullable(text()),
    digest: text('`sha256:` digest of the file.'),
    lines: count(),
    entries: count(),
    treeSize: count(),
    position,
    counts,
    findings: listOf(named('ImportFinding')),
    receipt,
  }),
  Demo: objectOf<Omit<Demo, 'position'> & { position: string }>({
    engagement: text('Slug.'),
    entries: count(),
    position,
    built: flag,
    receipt,
  }),
  NewKey: objectOf<{ id: string; key: string; label: string; member: string }>({
    id: text(),
    key: text('Shown this once.'),
    label: text(),
    member: text(),
  }),
  Key: objectOf<MemberKeyView>({
    id: text(),
    label: text(),
    member: text(),
    createdAt: instant(),
    revokedAt: nullable(instant()),
  }),
  Keys: objectOf<{ items: readonly unknown[] }>({ items: listOf(named('Key')) }),
  EventStream: text('Server-sent events (text/event-stream).'),
  Liveness: objectOf<{ status: 'live' }>({ status: { const: 'live' } }),
  Readiness: objectOf<Readiness>({
    status: { const: 'ready' },
    recorded: text(),
    derived: text(),
    lag: count(),
    share,
  }),
  OpenApiDocument: { type: 'object' },
  Problem: {
    type: 'object',
    description:
      'Problem details (RFC 9457). Further members depend on the code; docs/problems.md describes every one.',
    properties: {
      type: text('`urn:onus:problem:` and the code.'),
      title: text('The same words for every occurrence.'),
      status: { type: 'integer' },
      detail: text('What is wrong here, and how to mend it.'),
      code: text('Stable: never renamed, never reused.'),
      errors: listOf({
        type: 'object',
        properties: {
          in: oneOf('body', 'query', 'path', 'header'),
          pointer: text('RFC 6901, within that part of the request.'),
          detail: text(),
        },
        required: ['in', 'pointer', 'detail'],
      }),
      traceId: text('Also in the service’s own notes of a fault.'),
    },
    required: ['type', 'title', 'status', 'detail', 'code', 'traceId'],
  },
};

const PROBLEM_WORDS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'An API key is needed',
  403: 'The member may not do this',
  404: 'There is no such engagement, or nothing of that name in it',
  409: 'In conflict with what is recorded',
  413: 'The body is too large',
  414: 'A part of the address is too long',
  415: 'The body is of another type',
  421: 'The engagement is of another share than the one that this replica looks after; the header Onus-Share says of which',
  422: 'The request is understood but says something impossible',
  500: 'A fault of the service',
  503: 'Not now; try again',
  507: 'There is no room to record anything',
};

/** What every problem of a status looks like: operations refer to it. */
export const PROBLEM_RESPONSES = Object.fromEntries(
  Object.entries(PROBLEM_WORDS).map(([status, description]) => [
    `Problem${status}`,
    { description, content: { 'application/problem+json': { schema: named('Problem') } } },
  ]),
);
