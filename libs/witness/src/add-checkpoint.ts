import { concatBytes, decodeUtf8, encodeUtf8, fromBase64, parseDecimal, toBase64 } from '#transparency/bytes';
import { Malformed } from '#transparency/malformed';
import { isHash, MAX_PROOF_HASHES } from '#transparency/merkle/hashing';

/** What somebody asks a witness (C2SP tlog-witness v1.0.0, add-checkpoint): this checkpoint grew out of the one that you have. */
export interface AddCheckpoint {
  /** Size of the checkpoint that the witness is believed to have; 0 for none. */
  readonly oldSize: number;
  /** Consistency proof from that size to the size of the checkpoint. */
  readonly proof: readonly Uint8Array[];
  /** The signed checkpoint, as it came. */
  readonly note: Uint8Array;
}

const LINE_FEED = 0x0a;
const OLD = 'old ';

/**
 * Reads the body of a request: `old <size>`, up to 63 hashes, an empty line, a note. Each value has one text: other base64, signs,
 * leading zeros and blanks are refused. The note is not looked at.
 *
 * @throws Malformed
 */
export function parseAddCheckpoint(body: Uint8Array): AddCheckpoint {
  const division = body.findIndex((byte, i) => byte === LINE_FEED && body[i + 1] === LINE_FEED);
  if (division === -1) throw new Malformed('note', 'no empty line between the proof and the checkpoint');
  const [old = '', ...hashes] = decodeUtf8(body.subarray(0, division)).split('\n');
  if (!old.startsWith(OLD)) throw new Malformed('note', 'the first line is not "old", a blank and a size');
  if (hashes.length > MAX_PROOF_HASHES)
    throw new Malformed('hash', `more than ${MAX_PROOF_HASHES} hashes in the proof`);
  return {
    oldSize: parseDecimal(old.slice(OLD.length)),
    proof: hashes.map(parseHash),
    note: body.subarray(division + 2),
  };
}

function parseHash(text: string): Uint8Array {
  const hash = fromBase64(text);
  if (!isHash(hash)) throw new Malformed('hash', 'a hash of the proof does not have 32 bytes');
  return hash;
}

/** The body that `parseAddCheckpoint` reads. */
export const formatAddCheckpoint = ({ oldSize, proof, note }: AddCheckpoint): Uint8Array =>
  concatBytes(encodeUtf8(`${OLD}${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n`), note);
