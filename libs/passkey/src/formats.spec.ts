import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sha256 } from '#ledger-store/entry-codec';
import { SIGNATURE_ALGORITHMS } from '#kernel/signature';
import { cbor, ORIGIN, RP_ID, SoftwareAuthenticator, UP, UV, type Value } from '#test/passkeys/software-authenticator';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { readCbor, readWholeCbor } from './cbor.ts';
import { readCoseKey } from './cose-key.ts';
import { ecdsaFromDer } from './ecdsa-signature.ts';
import { verifyRegistration } from './registration.ts';
import { Unreadable } from './unreadable.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

describe('CBOR', () => {
  it('is read as RFC 8949 (appendix A) writes it', () => {
    const examples: readonly [string, unknown][] = [
      ['00', 0],
      ['17', 23],
      ['1818', 24],
      ['1a000f4240', 1_000_000],
      ['3903e7', -1_000],
      ['4401020304', hex('01020304')],
      ['62c3bc', 'ü'],
      ['83010203', [1, 2, 3]],
      [
        'a26161016162820203',
        new Map<string, unknown>([
          ['a', 1],
          ['b', [2, 3]],
        ]),
      ],
      ['f4', false],
      ['f5', true],
      ['f6', null],
    ];
    for (const [text, value] of examples) expect(readWholeCbor(hex(text))).toEqual(value);
  });

  it.each([
    ['', 'no bytes'],
    ['1817', 'a number that is not in its shortest form'],
    ['190018', 'a length that is not in its shortest form'],
    ['5f42010243030405ff', 'a length that is left open'],
    ['1b000000e8d4a51000', 'a number beyond 32 bits'],
    ['c074323031332d30332d32315432303a30343a30305a', 'a tag'],
    ['f93c00', 'a fraction'],
    ['f7', 'undefined'],
    ['a201020103', 'a key twice'],
    ['a14001', 'a key that is bytes'],
    ['4401', 'bytes that end too early'],
    ['61ff', 'a text that is not UTF-8'],
    ['818181818181818181', 'too many lists in one another'],
    ['0000', 'a second value'],
    ['9affffffff', 'a list that claims four thousand million items'],
  ])('%s is refused: %s', (text) => {
    expect(() => readWholeCbor(hex(text))).toThrow(Unreadable);
  });

  it('never throws anything else, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          expect(readCbor(bytes).end).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(Unreadable);
        }
      }),
    );
  });
});

describe('A COSE key', () => {
  const ec = (other: readonly (readonly [number, Value])[] = []) =>
    cbor(
      new Map<number, Value>([[1, 2], [3, -7], [-1, 1], [-2, new Uint8Array(32)], [-3, new Uint8Array(32)], ...other]),
    );
  const rsa = (n: Uint8Array, e: Uint8Array) =>
    cbor(
      new Map<number, Value>([
        [1, 3],
        [3, -257],
        [-1, n],
        [-2, e],
      ]),
    );
  const usual = Uint8Array.of(1, 0, 1);

  it('is refused where anything in it is of another kind', () => {
    expect(readCoseKey(ec()).algorithm).toBe('ES256');
    for (const key of [
      ec([[-1, 2]]),
      ec([[1, 1]]),
      ec([[3, -35]]),
      ec([[-2, new Uint8Array(31)]]),
      ec([[-2, 'text']]),
      ec([[4, 1]]),
      cbor(7),
      rsa(new Uint8Array(128).fill(0xff), usual),
      rsa(new Uint8Array(513).fill(0xff), usual),
      rsa(new Uint8Array(256).fill(0xfe), usual),
      rsa(new Uint8Array(257).fill(0xff).with(0, 0), usual),
      rsa(new Uint8Array(256).fill(0xff), Uint8Array.of(1)),
      rsa(new Uint8Array(256).fill(0xff), Uint8Array.of(0, 1, 0, 1)),
    ]) {
      expect(() => readCoseKey(key)).toThrow(Unreadable);
    }
  });
});

describe('An ECDSA signature in DER', () => {
  it('is read into its two numbers, of whatever length they are', () => {
    expect(Buffer.from(ecdsaFromDer(hex('3006020101020102'))).toString('hex')).toBe(
      `${'0'.repeat(63)}1${'0'.repeat(63)}2`,
    );
    expect(ecdsaFromDer(hex('300702020080020101'))[31]).toBe(0x80);
  });

  it.each([
    ['300602010102010200', 'a byte behind it'],
    ['3007020101020102', 'a length that is too long'],
    ['308106020101020102', 'a length that is not in its shortest form'],
    ['300702020001020102', 'a number that is not in its shortest form'],
    ['3006020181020102', 'a number below zero'],
    ['3006020100020102', 'zero'],
    ['30050200020102', 'a number without digits'],
    ['3003020101', 'one number'],
    [`30260221${'01'.repeat(33)}020101`, 'a number of more than 256 bits'],
    ['', 'nothing'],
  ])('%s is refused: %s', (text) => {
    expect(() => ecdsaFromDer(hex(text))).toThrow(Unreadable);
  });
});

describe('Base64url', () => {
  it('has one text for each bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
      }),
    );
    for (const text of ['A', 'AB', 'AA==', 'A+', 'A/', ' AA', 'AA\n']) expect(fromBase64Url(text)).toBeUndefined();
  });
});

describe.each(SIGNATURE_ALGORITHMS)('Registering a credential of %s', (algorithm) => {
  const authenticator = new SoftwareAuthenticator(algorithm);
  const challenge = new Uint8Array(32).fill(7);
  const expected = { challenge, origin: ORIGIN, rpId: RP_ID };

  it('gives its id, its key and its algorithm', () => {
    const { credentialId, publicKey } = authenticator;
    expect(verifyRegistration(authenticator.create({ challenge }), expected, sha256)).toEqual({
      holds: true,
      credential: { credentialId, publicKey, algorithm },
    });
  });

  it.each([
    ['challenge', { challenge: new Uint8Array(32) }],
    ['type', { challenge, type: 'webauthn.get' }],
    ['origin', { challenge, origin: 'https://evil.example' }],
    ['relying-party', { challenge, rpId: 'evil.example' }],
    ['user-presence', { challenge, flags: UV }],
    ['user-verification', { challenge, flags: UP }],
    ['unreadable', { challenge, flags: UP | UV | 0x80 }],
  ])('is refused for its %s', (fault, ceremony) => {
    expect(verifyRegistration(authenticator.create(ceremony), expected, sha256)).toMatchObject({ holds: false, fault });
  });

  it('is refused without throwing, whatever the attestation object is', () => {
    const { clientDataJSON } = authenticator.create({ challenge });
    const verify = (attestationObject: Uint8Array) =>
      verifyRegistration({ attestationObject, clientDataJSON }, expected, sha256);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => expect(verify(bytes).holds).toBe(false)));
    const { authenticatorData } = authenticator.sign({ challenge });
    expect(verify(cbor(new Map([['authData', authenticatorData]])))).toMatchObject({ fault: 'unreadable' });
  });
});
