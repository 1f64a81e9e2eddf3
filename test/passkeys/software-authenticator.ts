import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { SignatureAlgorithm } from '#kernel/signature';
import type { Assertion } from '#passkey/assertion';
import type { Registration } from '#passkey/registration';

/** A ceremony as a browser would run it, and whatever of it a test wants otherwise. */
export interface Ceremony {
  readonly challenge: Uint8Array;
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  /** UP and UV where nothing is said. */
  readonly flags?: number;
  /** One more than the last where nothing is said. */
  readonly counter?: number;
}

export const ORIGIN = 'https://onus.contoso.example';
export const RP_ID = 'contoso.example';
export const UP = 0x01;
export const UV = 0x04;
const ATTESTED = 0x40;

/** An authenticator made of software, with one credential: what a phone or a security key does, without asking anybody. */
export class SoftwareAuthenticator {
  readonly algorithm: SignatureAlgorithm;
  readonly credentialId = new Uint8Array(randomBytes(32));
  /** The COSE key. */
  readonly publicKey: Uint8Array;
  readonly #privateKey: KeyObject;
  #counter = 0;

  constructor(algorithm: SignatureAlgorithm) {
    this.algorithm = algorithm;
    const { publicKey, privateKey } = pairOf(algorithm);
    this.publicKey = coseKey(algorithm, publicKey);
    this.#privateKey = privateKey;
  }

  create(ceremony: Ceremony): Registration {
    const id = this.credentialId;
    const attested = Buffer.concat([
      new Uint8Array(16),
      Uint8Array.of(id.length >> 8, id.length & 0xff),
      id,
      this.publicKey,
    ]);
    const flags = (ceremony.flags ?? UP | UV) | ATTESTED;
    const authData = Buffer.concat([header(ceremony, flags, ceremony.counter ?? 0), attested]);
    return {
      attestationObject: cbor(
        new Map<string, Value>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]),
      ),
      clientDataJSON: clientData({ type: 'webauthn.create', ...ceremony }),
    };
  }

  sign(ceremony: Ceremony): Assertion {
    this.#counter = ceremony.counter ?? this.#counter + 1;
    const authenticatorData = new Uint8Array(header(ceremony, ceremony.flags ?? UP | UV, this.#counter));
    const clientDataJSON = clientData({ type: 'webauthn.get', ...ceremony });
    const message = Buffer.concat([authenticatorData, createHash('sha256').update(clientDataJSON).digest()]);
    const hash = this.algorithm === 'EdDSA' ? null : 'sha256';
    return { authenticatorData, clientDataJSON, signature: new Uint8Array(sign(hash, message, this.#privateKey)) };
  }
}

function pairOf(algorithm: SignatureAlgorithm) {
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519');
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function coseKey(algorithm: SignatureAlgorithm, key: KeyObject): Uint8Array {
  const { x, y, n, e } = key.export({ format: 'jwk' });
  const bytes = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');
  switch (algorithm) {
    case 'ES256':
      return cbor(
        new Map<number, Value>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, bytes(x)],
          [-3, bytes(y)],
        ]),
      );
    case 'EdDSA':
      return cbor(
        new Map<number, Value>([
          [1, 1],
          [3, -8],
          [-1, 6],
          [-2, bytes(x)],
        ]),
      );
    case 'RS256':
      return cbor(
        new Map<number, Value>([
          [1, 3],
          [3, -257],
          [-1, bytes(n)],
          [-2, bytes(e)],
        ]),
      );
  }
}

function header({ rpId = RP_ID }: Ceremony, flags: number, counter: number): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Uint8Array.of(flags), count]);
}

function clientData({ type, challenge, origin = ORIGIN, crossOrigin = false }: Ceremony): Uint8Array {
  const text = Buffer.from(challenge).toString('base64url');
  return new Uint8Array(Buffer.from(JSON.stringify({ type, challenge: text, origin, crossOrigin })));
}

export type Value = number | string | Uint8Array | ReadonlyMap<number | string, Value>;

/** CBOR in its shortest form, of as much as authenticators write. */
export function cbor(value: Value): Uint8Array {
  if (typeof value === 'number') return value < 0 ? initial(1, -1 - value) : initial(0, value);
  if (typeof value === 'string') return joined(initial(3, Buffer.byteLength(value)), Buffer.from(value));
  if (value instanceof Uint8Array) return joined(initial(2, value.length), value);
  return joined(initial(5, value.size), ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)]));
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

function initial(major: number, argument: number): Uint8Array {
  const type = major << 5;
  if (argument < 24) return Uint8Array.of(type | argument);
  if (argument < 256) return Uint8Array.of(type | 24, argument);
  return Uint8Array.of(type | 25, argument >> 8, argument & 0xff);
}
