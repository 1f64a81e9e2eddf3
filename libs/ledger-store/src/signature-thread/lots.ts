import { sign, verify, type KeyObject } from 'node:crypto';

/** Something to sign with a private key, or a signature to verify with a public one. */
export interface Job {
  readonly key: KeyObject;
  readonly message: Uint8Array;
  /** Of 64 bytes; there is none where one is wanted. */
  readonly signature?: Uint8Array;
}

/** A signature, whether one holds, or why there is neither. */
export type Outcome = Uint8Array | boolean | Error;

/** Does jobs of Ed25519 (RFC 8032) one after the other, on whatever thread it is called. Never throws. */
export const doLot = (jobs: readonly Job[]): readonly Outcome[] => jobs.map(outcomeOf);

function outcomeOf({ key, message, signature }: Job): Outcome {
  try {
    return signature === undefined ? new Uint8Array(sign(null, message, key)) : verify(null, message, key, signature);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
