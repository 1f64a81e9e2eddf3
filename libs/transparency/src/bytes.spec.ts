import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  concatBytes,
  decodeUtf8,
  encodeUtf8,
  equalBytes,
  fromBase64,
  fromHex,
  parseDecimal,
  readUint64,
  toBase64,
  toHex,
  uint64,
} from './bytes.ts';

const bytes = fc.uint8Array({ maxLength: 100 });
const malformed = (code: string) => expect.objectContaining({ name: 'Malformed', code });

describe('Base64', () => {
  it('is what Node writes, and is read back', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(toBase64(value)).toBe(Buffer.from(value).toString('base64'));
        expect(fromBase64(toBase64(value))).toEqual(value);
      }),
      { numRuns: 2000 },
    );
  });

  it('has one text for each value: what is read is written the same again, or refused', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('AQgw+/-_= \n09z')), maxLength: 12 });
    let read = 0;
    fc.assert(
      fc.property(text, (given) => {
        let value: Uint8Array;
        try {
          value = fromBase64(given);
        } catch {
          return;
        }
        read++;
        expect(toBase64(value)).toBe(given);
      }),
      { numRuns: 5000 },
    );
    expect(read).toBeGreaterThan(0);
  });

  it.each(['A', 'AA', 'AAA', 'AA=', 'AAA==', '====', 'AA==AA==', 'AAAA=', 'A A=', 'AAAA\n', '-_-_', 'AB==', 'AAB='])(
    'refuses "%s"',
    (text) => {
      expect(() => fromBase64(text)).toThrow(malformed('base64'));
    },
  );
});

describe('Hexadecimal', () => {
  it('is what Node writes, and is read back', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(toHex(value)).toBe(Buffer.from(value).toString('hex'));
        expect(fromHex(toHex(value))).toEqual(value);
      }),
    );
  });

  it.each(['0', 'AB', '0g', ' 00', '00\n'])('refuses "%s"', (text) => {
    expect(() => fromHex(text)).toThrow(malformed('hex'));
  });
});

describe('Decimal numbers', () => {
  it('are read where they are safe integers', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (value) => parseDecimal(String(value)) === value));
    expect(parseDecimal('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each(['', ' 1', '1 ', '+1', '-0', '-1', '00', '01', '0x10', '1e3', '1.0', '1_0', '١', '9007199254740992', '1\n'])(
    'are not "%s"',
    (text) => {
      expect(() => parseDecimal(text)).toThrow(malformed('decimal'));
    },
  );
});

describe('UTF-8', () => {
  it('is read and written without any loss, a byte order mark included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUtf8(encodeUtf8(`\ufeff${text}`))).toBe(`\ufeff${text}`);
      }),
    );
  });

  it.each([[[0xff]], [[0xc3]], [[0xc0, 0x80]], [[0xed, 0xa0, 0x80]], [[0xf4, 0x90, 0x80, 0x80]]])(
    'is not %p',
    (octets) => {
      expect(() => decodeUtf8(Uint8Array.from(octets))).toThrow(malformed('utf-8'));
    },
  );

  it('has no form for a lone surrogate', () => {
    expect(() => encodeUtf8('a\ud800')).toThrow(malformed('utf-8'));
  });
});

describe('Bytes', () => {
  it('are equal where all of them are', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2))).toBe(false);
  });

  it('are put one after the other', () => {
    expect(concatBytes(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('hold numbers most significant first, and none beyond 2^53 - 1', () => {
    expect(toHex(uint64(0x0102030405))).toBe('0000000102030405');
    fc.assert(fc.property(fc.maxSafeNat(), (value) => readUint64(uint64(value)) === value));
    expect(readUint64(fromHex('001fffffffffffff'))).toBe(Number.MAX_SAFE_INTEGER);
    expect(readUint64(fromHex('0020000000000000'))).toBeUndefined();
    expect(readUint64(fromHex('ffffffffffffffff'))).toBeUndefined();
  });
});
