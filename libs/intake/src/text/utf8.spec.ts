import { Buffer } from 'node:buffer';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeUtf8 } from './utf8.ts';

const mend = expect.stringContaining('Save the file as UTF-8');

describe('Decoding UTF-8', () => {
  it('gives back every text that was encoded, without a byte order mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (text, marked) => {
        fc.pre(!text.includes('\0') && !text.startsWith('PK\u0003\u0004') && !text.startsWith('%PDF'));
        expect(decodeUtf8(Buffer.from((marked ? '\ufeff' : '') + text))).toBe(text.replace(/^\ufeff/, ''));
      }),
    );
  });

  it('refuses UTF-16 by its byte order mark, and without one by its NULs', () => {
    const fault = expect.objectContaining({ code: 'intake/utf16', line: 1, column: 1, mend });
    expect(() => decodeUtf8(Buffer.from('\ufeffref,owner\n', 'utf16le'))).toThrow(fault);
    expect(() => decodeUtf8(Buffer.from('\ufeffref,owner\n', 'utf16le').swap16())).toThrow(fault);
    expect(() => decodeUtf8(Buffer.from('ref,owner\nLOG-01,Ümit\n', 'utf16le'))).toThrow(fault);
    expect(() => decodeUtf8(Buffer.from('ref,owner\nLOG-01,Ümit\n', 'utf16le').swap16())).toThrow(fault);
  });

  it('names the line and the character of the first byte that is not UTF-8', () => {
    const latin1 = Buffer.concat([Buffer.from('ref,owner\r\n😀é,'), Buffer.from('Büro', 'latin1'), Buffer.from('\nx')]);
    expect(() => decodeUtf8(latin1)).toThrow(
      expect.objectContaining({
        code: 'intake/not-utf8',
        line: 2,
        column: 5,
        detail: 'the byte 0xfc is not UTF-8 here',
        mend,
      }),
    );
    // A character that is cut off, an overlong form, and a surrogate.
    for (const bad of [
      [0x61, 0xe2, 0x82],
      [0x61, 0xc0, 0xaf],
      [0x61, 0xed, 0xa0, 0x80],
    ]) {
      expect(() => decodeUtf8(Uint8Array.from(bad))).toThrow(
        expect.objectContaining({ code: 'intake/not-utf8', line: 1, column: 2 }),
      );
    }
  });

  it('finds the bad byte anywhere in a long file', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a\n', 'ü', '😀', '\n'), { minLength: 1 }), fc.nat(3000), (texts, times) => {
        const text = texts.join('').repeat(times);
        const lines = text.split('\n');
        expect(() => decodeUtf8(Buffer.concat([Buffer.from(text), Buffer.of(0xff), Buffer.from(text)]))).toThrow(
          expect.objectContaining({ line: lines.length, column: Array.from(lines.at(-1)!).length + 1 }),
        );
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['an XLSX workbook', [0x50, 0x4b, 3, 4, 0, 0]],
    ['an XLS workbook', [0xd0, 0xcf, 0x11, 0xe0]],
    ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
    ['a gzip file', [0x1f, 0x8b, 8]],
  ])('says when the file is %s', (name, bytes) => {
    const detail = expect.stringContaining(name);
    expect(() => decodeUtf8(Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ code: 'intake/not-text', line: 1, column: 1, detail, mend }),
    );
  });

  it('refuses a NUL character where it stands', () => {
    expect(() => decodeUtf8(Buffer.from('ref,owner\nLOG-01,a\0b\n'))).toThrow(
      expect.objectContaining({ code: 'intake/not-text', line: 2, column: 9, mend }),
    );
  });
});
