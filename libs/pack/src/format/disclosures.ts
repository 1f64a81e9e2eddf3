import { canonicalize } from '#kernel/json';
import { opens, type Disclosure, type Sha256 } from '#kernel/sealed';
import { commitment, object, text } from '#replay/shapes/shape';
import { encodeUtf8 } from '#transparency/bytes';
import { joinLines } from './lines.ts';

/** What opens a commitment, as a pack hands it on. Whom the text is about is nothing that the commitment vouches for: it stays behind. */
export type PackDisclosure = Omit<Disclosure, 'subject'>;

/** What a line of `disclosures.ndjson` looks like. */
export const disclosureShape = object<PackDisclosure>({ commitment, salt: text, name: text, value: text });

/** `disclosures.ndjson`: a canonical line for each, in the order of their commitments. */
export const disclosureLines = (disclosures: readonly PackDisclosure[]): Uint8Array =>
  joinLines(
    [...disclosures]
      .sort((a, b) => (a.commitment < b.commitment ? -1 : 1))
      .map(({ commitment, salt, name, value }) => encodeUtf8(canonicalize({ commitment, salt, name, value }))),
  );

export const opensIt = (sha256: Sha256, disclosure: PackDisclosure): boolean =>
  opens(sha256, { ...disclosure, subject: '' });
