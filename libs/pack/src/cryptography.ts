import type { Sha256 as Sha256OfText } from '#kernel/sealed';
import type { VerifySignature } from '#kernel/signature';
import type { Sha1 } from '#replay/envelope/entry-ids';
import { encodeUtf8, toBase64, toHex } from '#transparency/bytes';
import type { VerifierCrypto } from '#transparency/sha256';

/** What making and verifying packs takes beside the packs: every runtime has its own. */
export interface PackCrypto extends VerifierCrypto {
  /** What approvers sign with their passkeys. */
  readonly verifySignature: VerifySignature;
  /** Entries are named with UUIDv5, which is made with SHA-1. Nothing is secured by it. */
  readonly sha1: Sha1;
  /** SHA-256 over text, where the runtime has a faster way than over its bytes. */
  readonly sha256OfText?: Sha256OfText;
}

/** SHA-256 over text, as the rules want it. */
export function sha256OfText({ sha256, sha256OfText: own }: PackCrypto): Sha256OfText {
  return (
    own ??
    ((text, encoding) => {
      const digest = sha256.digest(encodeUtf8(text));
      return encoding === 'hex' ? toHex(digest) : toBase64Url(digest);
    })
  );
}

const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
