import { hash } from 'node:crypto';
import { sha256 } from '#ledger-store/entry-codec';
import { nodeCrypto } from '#ledger-store/node-crypto';
import { verifySignature } from '#ledger-store/node-signatures';
import type { PackCrypto } from '#pack/cryptography';

/** What making and verifying packs takes, in Node. */
export const nodePackCrypto: PackCrypto = {
  ...nodeCrypto,
  verifySignature,
  sha1: (bytes) => hash('sha1', bytes, 'hex'),
  sha256OfText: sha256,
};
