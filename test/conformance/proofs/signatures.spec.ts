import { expect, it } from '@jest/globals';
import { browserCrypto } from '#apps/verifier/src/browser-crypto';
import { verifyEd25519 } from '#ledger-store/node-crypto';
import { vectorJson, withVectors } from './vectors.ts';

interface Group {
  readonly publicKey: { readonly pk: string };
  readonly tests: readonly {
    readonly tcId: number;
    readonly msg: string;
    readonly sig: string;
    readonly result: string;
  }[];
}

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

withVectors('wycheproof')('Ed25519, held against Project Wycheproof', () => {
  it.each([
    ['Node', verifyEd25519],
    ['a browser', browserCrypto.verifyEd25519],
  ])('accepts and refuses 151 signatures as they say, in %s', (_where, verifies) => {
    const { testGroups } = vectorJson<{ testGroups: Group[] }>('wycheproof/testvectors_v1/ed25519_test.json');
    const cases = testGroups.flatMap(({ publicKey, tests }) => tests.map((test) => ({ ...test, pk: publicKey.pk })));
    expect(cases).toHaveLength(151);
    expect(new Set(cases.map(({ result }) => result))).toEqual(new Set(['valid', 'invalid']));
    const unlike = cases.filter(
      ({ pk, msg, sig, result }) => verifies(bytes(pk), bytes(msg), bytes(sig)) !== (result === 'valid'),
    );
    expect(unlike).toEqual([]);
  });
});
