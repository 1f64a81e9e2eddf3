import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { nodeSha256 } from '#ledger-store/node-crypto';
import { policyOf, signersOf } from '#test/conformance/packs/sample-packs';
import { decodeUtf8, toHex } from '#transparency/bytes';
import { formatCheckpoint } from '#transparency/checkpoint/checkpoint';
import { cosign } from '#transparency/checkpoint/cosignature';
import { leafHash } from '#transparency/merkle/hashing';
import { formatNote } from '#transparency/note/note';
import { signText } from '#transparency/note/signing';
import { onus } from './onus-command.ts';

const LEDGER = 'onus.example/engagements/1';
const folder = mkdtempSync(join(tmpdir(), 'onus-timeless-'));
const policy = join(folder, 'policy');
const { log, witnesses } = signersOf(LEDGER, ['ben.contoso.example']);
writeFileSync(policy, policyOf({ log, witnesses }));

/** The receipt of the one entry of a ledger, which a witness of the policy cosigned then, in seconds since 1970. */
function receiptCosignedAt(seconds: number): string {
  const root = leafHash(nodeSha256, new Uint8Array(3));
  const text = formatCheckpoint({ origin: LEDGER, size: 1, root });
  const signatures = [signText(text, log), cosign(text, seconds, witnesses[0]!)];
  const checkpoint = decodeUtf8(formatNote({ text, signatures }));
  const entries = [{ index: 0, leafHash: toHex(root), proof: [] }];
  return JSON.stringify({ ledger: LEDGER, treeSize: 1, rootHash: toHex(root), checkpoint, entries });
}

describe('onus receipt verify', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('tells when a witness cosigned', async () => {
    const { exit, stdout } = await onus(
      ['receipt', 'verify', '-', '--policy', policy],
      receiptCosignedAt(1_782_907_200),
    );
    expect(stdout).toContain('witnessed by w0 at 2026-07-01T12:00:00.000Z');
    expect(exit).toBe(0);
  });

  it.each([8_835_955_200, 8_640_000_000_001, Number.MAX_SAFE_INTEGER])(
    'refutes a receipt that a witness cosigned at a time that no clock shows: %i',
    async (seconds) => {
      const verified = await onus(['receipt', 'verify', '-', '--policy', policy], receiptCosignedAt(seconds));
      expect(verified).toEqual({
        exit: 1,
        stdout: 'refuted (cosigned-at-no-time): w0 cosigned at no time that there is\n',
        stderr: '',
      });
    },
  );
});
