import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeUtf8, toBase64 } from '../bytes.ts';
import { formatNote, isKeyName, MAX_SIGNATURES, parseNote, type Note } from './note.ts';

const read = (text: string): Note => parseNote(encodeUtf8(text));
const line = (name = 'log.example', signature = 'AQIDBAU='): string => `\u2014 ${name} ${signature}\n`;
const signature = { name: 'log.example', keyId: '01020304', signature: Uint8Array.of(5) };

describe('A note', () => {
  it('is divided at its last empty line', () => {
    expect(read(`a\n\nb\n\n${line()}`)).toEqual({ text: 'a\n\nb\n', signatures: [signature] });
    expect(read(`a\n\n\n${line()}`).text).toBe('a\n\n');
    expect(read(`a\n\n${line('x')}\n${line()}`)).toEqual({ text: `a\n\n${line('x')}`, signatures: [signature] });
  });

  it('is read as it was written', () => {
    const text = fc.string({ unit: 'grapheme' }).map((words) => `${words.replaceAll(/[\u0000-\u001f]/g, '\n')}\n`);
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter(isKeyName);
    const signed = fc.record({
      name,
      keyId: fc.stringMatching(/^[0-9a-f]{8}$/),
      signature: fc.uint8Array({ minLength: 1, maxLength: 80 }),
    });
    fc.assert(
      fc.property(text, fc.array(signed, { minLength: 1, maxLength: MAX_SIGNATURES }), (words, signatures) => {
        const note = { text: words, signatures };
        expect(parseNote(formatNote(note))).toEqual(note);
      }),
      { numRuns: 300 },
    );
  });

  it('has one form: what is read is written again to the byte, or refused', () => {
    const pieces = fc.constantFrom('\n', '\n\n', '\u2014 ', 'log.example', ' ', 'AQIDBAU=', 'AQIDBAV=', line(), 'text');
    let read = 0;
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const bytes = encodeUtf8(`text\n${parts.join('')}`);
        let note: Note;
        try {
          note = parseNote(bytes);
        } catch {
          return;
        }
        read++;
        expect(formatNote(note)).toEqual(bytes);
      }),
      { numRuns: 5000 },
    );
    expect(read).toBeGreaterThan(0);
  });

  it('has up to 100 signatures', () => {
    expect(read(`a\n\n${line().repeat(100)}`).signatures).toHaveLength(100);
    expect(() => read(`a\n\n${line().repeat(101)}`)).toThrow(expect.objectContaining({ code: 'note-too-large' }));
  });

  it.each([
    ['note', 'no empty line', `a\n${line()}`],
    ['note', 'a carriage return', `a\r\n\n${line()}`],
    ['note', 'a tab', `a\tb\n\n${line()}`],
    ['note', 'a zero byte', `a\u0000\n\n${line()}`],
    ['note-signature', 'no signature', 'a\n\n'],
    ['note-signature', 'a signature without its newline', `a\n\n${line().trimEnd()}`],
    ['note-signature', 'a hyphen for the dash', `a\n\n${line().replace('\u2014', '-')}`],
    ['note-signature', 'two spaces', `a\n\n${line().replace(' ', '  ')}`],
    ['note-signature', 'a plus in the name', `a\n\n${line('log+example')}`],
    ['note-signature', 'a space of another width in the name', `a\n\n${line('log\u2003example')}`],
    ['note-signature', 'more behind the signature', `a\n\n${line().trimEnd()} more\n`],
    ['note-signature', 'a key id and no signature', `a\n\n${line('log.example', 'AQIDBA==')}`],
    ['base64', 'stray bits in the signature', `a\n\n${line('log.example', 'AQIDBAV=')}`],
    ['base64', 'no padding', `a\n\n${line('log.example', 'AQIDBAU')}`],
    ['note-too-large', 'a million bytes', `${'a'.repeat(1_000_000)}\n\n${line()}`],
  ])('is refused with %s for %s', (code, _what, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ name: 'Malformed', code }));
  });

  it.each([
    ['note', { text: 'a', signatures: [signature] }],
    ['note', { text: 'a\r\n', signatures: [signature] }],
    ['utf-8', { text: '\ud800\n', signatures: [signature] }],
    ['note-signature', { text: 'a\n', signatures: [] }],
    ['note-signature', { text: 'a\n', signatures: [{ ...signature, signature: new Uint8Array() }] }],
    ['note-signature', { text: 'a\n', signatures: [{ ...signature, keyId: '0102' }] }],
    ['hex', { text: 'a\n', signatures: [{ ...signature, keyId: 'ABCDEF01' }] }],
    ['key-name', { text: 'a\n', signatures: [{ ...signature, name: 'a b' }] }],
    ['note-too-large', { text: 'a\n', signatures: Array.from({ length: 101 }, () => signature) }],
    ['note-too-large', { text: `${'a'.repeat(1_000_000)}\n`, signatures: [signature] }],
  ])('cannot be written: %s', (code, note) => {
    expect(() => formatNote(note)).toThrow(expect.objectContaining({ name: 'Malformed', code }));
  });
});

describe('The name of a key', () => {
  it.each(['log.example', 'log.example/\u00e9', '\u4e16\u754c', 'a:b', toBase64(Uint8Array.of(1, 2))])(
    'is "%s"',
    (name) => {
      expect(isKeyName(name)).toBe(true);
    },
  );

  it.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\u0085b', 'a\u2028', '\u3000', 'a\tb', 'a\u0001', '\ud800'])(
    'is not "%s"',
    (name) => {
      expect(isKeyName(name)).toBe(false);
    },
  );
});
