import type { DiffView } from '#answers/views.diff';
import type {
  ExceptionMention,
  ExceptionState,
  ExceptionView,
  ReviewLine,
  ReviewState,
  ReviewView,
  ReviewWord,
  VersionChanges,
  VersionState,
  VersionView,
} from '#answers/matrix-version/views';
import { EXCEPTION_STATUSES, VERSION_STATUSES } from '#answers/matrix-version/views';
import type { Mention } from '#answers/views';
import { REVIEW_SCOPES, VERDICTS } from '#matrix-version/domain/review.events';
import { SIGNING_SIDES, type SigningSide, type VersionProposed } from '#matrix-version/domain/version.events';
import { SNAPSHOT_FORMATS } from '#snapshot/domain/snapshot.events';
import { asReceipt, type Recorded } from './receipt.schemas.ts';
import { REGISTER_SCHEMAS } from './register.schemas.ts';
import { asMention } from './owner.schemas.ts';
import { count, flag, instant, listOf, named, nullable, objectOf, oneOf, text, type Schema } from './schema.ts';

const side = oneOf(...SIGNING_SIDES);
const facts = {
  side,
  effective: instant('The instant of the world whose matrix it is.'),
  treeSize: count('How many entries it rests on.'),
  root: text('Root of the tree of these entries (RFC 6962): base64.'),
  digest: text('Of the bytes of the document: `sha256:` and 64 hexadecimal digits. What is signed.'),
  lines: count('How many lines the document has.'),
};
const next = nullable(text('Cursor of the next page, for `after`; null at the end.'));
const pageOf = (item: string): Schema =>
  objectOf<{ items: readonly unknown[]; next: string | null }>({ items: listOf(named(item)), next });
const propertiesOf = <T>(schema: Schema): Record<keyof T, Schema> => schema.properties as Record<keyof T, Schema>;

const asVersion = {
  id: text(),
  status: oneOf(...VERSION_STATUSES),
  format: text(),
  ...facts,
  proposed: named('Mention'),
  signatures: listOf(objectOf<Mention & { side: SigningSide }>({ ...asMention, side })),
  over: nullable(named('Mention')),
  reason: nullable(text('Why it was withdrawn or declined.')),
};

const asReview = {
  id: text(),
  status: oneOf('open', 'complete'),
  due: instant(),
  nextDue: nullable(instant('When the next review is due.')),
  cadenceDays: { type: ['integer', 'null'] },
  scope: oneOf(...REVIEW_SCOPES),
  lines: count(),
  version: nullable(text()),
  started: named('Mention'),
  completed: nullable(named('Mention')),
  notTrue: { type: ['integer', 'null'], description: 'Lines that at least one side said not to be true.' },
};

const asException = {
  id: text(),
  refs: listOf(text()),
  controls: listOf(named('ControlBody')),
  owner: nullable(named('Named')),
  measure: nullable(text('What is done instead.')),
  reason: nullable(text()),
  from: instant(),
  to: instant(),
  covers: nullable(objectOf<NonNullable<ExceptionView['covers']>>({ from: instant(), to: instant() })),
  recorded: named('Mention'),
  accepted: nullable(named('Mention')),
  ended: nullable(named('Mention')),
  ending: nullable(text('Why it was ended before its time.')),
};

/** Versions of the matrix, reviews of its lines, and exceptions from them. */
export const VERSION_SCHEMAS: Readonly<Record<string, Schema>> = {
  VersionReceipt: objectOf<Recorded & { version: VersionProposed['data'] }>({
    ...asReceipt,
    version: objectOf<VersionProposed['data']>({ versionId: text(), ...facts, format: oneOf(...SNAPSHOT_FORMATS) }),
  }),
  SignatureReceipt: objectOf<Recorded & { version: string; agreed: boolean }>({
    ...asReceipt,
    version: text(),
    agreed: { type: 'boolean', description: 'Whether this was the signature of the second side.' },
  }),
  Version: objectOf<VersionView>(asVersion),
  VersionPage: pageOf('Version'),
  VersionState: objectOf<VersionState>({ ...asVersion, verifies: flag, moved: flag }),
  VersionChanges: objectOf<VersionChanges>({
    version: named('Version'),
    ...propertiesOf<DiffView>(REGISTER_SCHEMAS['Diff']!),
  }),
  ReviewReceipt: objectOf<Recorded & { review: string }>({ ...asReceipt, review: text() }),
  ConfirmationReceipt: objectOf<Recorded & { review: string; complete: boolean }>({
    ...asReceipt,
    review: text(),
    complete: { type: 'boolean', description: 'Whether both sides have spoken of each line now.' },
  }),
  Review: objectOf<ReviewView>(asReview),
  ReviewPage: pageOf('Review'),
  ReviewWord: objectOf<ReviewWord>({ ...asMention, verdict: oneOf(...VERDICTS), reason: nullable(text()) }),
  ReviewLine: objectOf<ReviewLine>({
    ref: text(),
    provider: nullable(named('ReviewWord')),
    client: nullable(named('ReviewWord')),
    work: { type: 'boolean', description: 'Said not to be true, and nothing stated of the task since.' },
  }),
  ReviewState: objectOf<ReviewState>({ ...asReview, items: listOf(named('ReviewLine')) }),
  ExceptionReceipt: objectOf<Recorded & { exception: string }>({ ...asReceipt, exception: text() }),
  Exception: objectOf<ExceptionState>({ ...asException, status: oneOf(...EXCEPTION_STATUSES) }),
  ExceptionMention: objectOf<ExceptionMention>({
    id: text(),
    status: oneOf(...EXCEPTION_STATUSES),
    to: instant('When it expires.'),
    entries: listOf(count('An entry that recorded, accepted or ended it.')),
  }),
  ExceptionPage: pageOf('Exception'),
};
