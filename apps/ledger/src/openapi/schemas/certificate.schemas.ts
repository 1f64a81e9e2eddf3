import {
  CERTIFIED_OUTCOMES,
  SIGNATURE_MEANINGS,
  type Certificate,
  type CertifiedChange,
  type CertifiedSignature,
} from '#answers/certificate/views';
import { CHANGE_SCHEMAS } from './change.schemas.ts';
import { side } from './owner.schemas.ts';
import { count, flag, instant, listOf, named, nullable, objectOf, oneOf, text, type Schema } from './schema.ts';

const OF_CHANGE = [
  'id',
  'kind',
  'title',
  'reason',
  'revision',
  'digest',
  'effectiveFrom',
  'effectiveTo',
  'backdatedDays',
  'lines',
  'attachments',
  'terms',
  'resolves',
] as const satisfies readonly (keyof CertifiedChange)[];
const asChanges = CHANGE_SCHEMAS['Change']!.properties!;

/** What stands behind one change that is in force. */
export const CERTIFICATE_SCHEMAS: Readonly<Record<string, Schema>> = {
  Certificate: objectOf<Certificate>({
    format: oneOf('onus-certificate/1'),
    outcome: oneOf(...CERTIFIED_OUTCOMES),
    words: text('By what the change is in force, in one sentence.'),
    engagement: objectOf<Certificate['engagement']>({ slug: text(), title: text(), zone: text() }),
    change: {
      type: 'object',
      properties: Object.fromEntries(OF_CHANGE.map((name) => [name, asChanges[name]!])),
      required: OF_CHANGE,
    },
    text: text('The very characters of which the digest is the SHA-256.'),
    decided: objectOf<Certificate['decided']>({ entry: count(), recordedAt: instant() }),
    signatures: listOf(
      objectOf<CertifiedSignature>({
        meaning: oneOf(...SIGNATURE_MEANINGS),
        entry: count(),
        recordedAt: instant(),
        side,
        by: named('Named'),
        onBehalfOf: nullable(named('Named')),
        passkey: flag,
        introduction: nullable(named('Introduction')),
        words: text('In one sentence.'),
      }),
    ),
    ledger: text('Name of the ledger, and of the key that signed.'),
    treeSize: count('How many entries the checkpoint covers.'),
    rootHash: text('Root of their tree (RFC 6962), hexadecimal.'),
    checkpoint: text('The signed checkpoint (C2SP tlog-checkpoint), byte for byte.'),
    entries: listOf(named('RecordedEntry')),
    verify: listOf(text('A step.')),
  }),
};
