import { expect, it } from '@jest/globals';
import { verifyEd25519 } from '#ledger-store/node-crypto';
import { formatAddCheckpoint, parseAddCheckpoint } from '#witness/add-checkpoint';
import { openSubmission } from '#witness/submission';
import { utf8, vectorJson, withVectors } from '../proofs/vectors.ts';
import { SampleLog } from './sample-log.ts';

withVectors('c2sp-spec-examples')('The request printed in the specification of witnesses', () => {
  const request = (): Uint8Array => {
    const { examples } = vectorJson<{ examples: Record<string, readonly string[]> }>(
      'c2sp-spec-examples/examples.json',
    );
    return utf8(examples['tlog-witness']![1]!);
  };
  const origin = 'example.com/behind-the-sofa';

  it('is read, and written again to the byte', () => {
    const asked = parseAddCheckpoint(request());
    expect([asked.oldSize, asked.proof.length]).toEqual([20_852_014, 4]);
    expect(Buffer.from(formatAddCheckpoint(asked))).toEqual(Buffer.from(request()));
  });

  it('is of a log that is not followed, or signed by none of its keys: the printed signatures are of another one', () => {
    expect(openSubmission(new Map(), request(), verifyEd25519)).toMatchObject({ ok: false, code: 'unknown-origin' });
    const logs = new Map([[origin, { origin, keys: [new SampleLog(origin).key] }]]);
    expect(openSubmission(logs, request(), verifyEd25519)).toMatchObject({ ok: false, code: 'untrusted' });
  });
});
