import { decodeUtf8, encodeUtf8, equalBytes } from '#transparency/bytes';
import { formatCheckpoint, openCheckpoint, type Checkpoint } from '#transparency/checkpoint/checkpoint';
import { verifierKey, type VerifierKey } from '#transparency/note/key';
import { formatNote } from '#transparency/note/note';
import { noteVerifier } from '#transparency/note/signing';
import { OutcomeUnknown } from '../event-store.ts';
import { nodeSha256, verifyEd25519OnThread } from '../node-crypto.ts';
import type { Signer } from '../ports.ts';
import { ReceiptFault } from './receipt-fault.ts';

/** The key of a ledger: its name is the ledger's, so the same key is another one in every ledger. */
export const ledgerKey = (ledger: string, publicKey: Uint8Array): VerifierKey =>
  verifierKey(nodeSha256, ledger, 'ed25519', publicKey);

function notSigned(cause: unknown): never {
  throw new OutcomeUnknown('there is no receipt: the checkpoint could not be signed', { cause });
}

/**
 * Signs a checkpoint as the log of its origin, opens it again with the log's own key, and gives the note. Signing and verifying
 * run on threads of the runtime. `key` is the signer's under the name of the origin.
 *
 * @throws ReceiptFault where the note does not open, or says something else. OutcomeUnknown where nobody could sign: what was
 * recorded stands, and the same command again is answered with a receipt.
 */
export async function signedCheckpoint(
  signer: Signer,
  checkpoint: Checkpoint,
  key: VerifierKey = ledgerKey(checkpoint.origin, signer.publicKey),
): Promise<string> {
  const { origin, size, root } = checkpoint;
  const text = formatCheckpoint(checkpoint);
  const message = encodeUtf8(text);
  const signature = await signer.sign(message).catch(notSigned);
  const note = formatNote({ text, signatures: [{ name: key.name, keyId: key.keyId, signature }] });
  const holds = await verifyEd25519OnThread(key.publicKey, message, signature);
  // The reader that everybody has decides; of the signature it learns what the thread found, for these very bytes only.
  const found = (publicKey: Uint8Array, text: Uint8Array, bytes: Uint8Array): boolean =>
    holds && equalBytes(publicKey, key.publicKey) && equalBytes(text, message) && equalBytes(bytes, signature);
  const opened = openCheckpoint(note, [noteVerifier(key, found)]);
  if (!opened.ok) throw new ReceiptFault(origin, `its checkpoint does not open: ${opened.detail}`);
  const said = opened.checkpoint;
  if (said.origin !== origin || said.size !== size || !equalBytes(said.root, root)) {
    throw new ReceiptFault(origin, 'its checkpoint says something else than was signed');
  }
  return decodeUtf8(note);
}
