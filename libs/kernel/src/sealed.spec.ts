import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commit, opens, replaceSealed, toSeal, type Disclosure, type Sealed, type Sha256 } from './sealed.ts';

const sha256: Sha256 = (text, encoding) => hash('sha256', text, encoding);
const SALT = 'c2FsdCBvZiAxMjggYml0cw';

function disclosure(of: Partial<Disclosure> = {}): Disclosure {
  const { salt, name, value } = { salt: SALT, name: '/name', value: 'A. Meier', ...of };
  return { commitment: commit(sha256, salt, name, value), salt, name, value, subject: 'm3' };
}

describe('A sealed text', () => {
  it('is SHA-256 over the canonical list of salt, name and value, in base64url without padding', () => {
    const expected = hash('sha256', `["${SALT}","/name","A. Meier"]`, 'base64url');
    expect(commit(sha256, SALT, '/name', 'A. Meier')).toBe(expected);
    expect(expected).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('is opened by its own disclosure', () => {
    expect(opens(sha256, disclosure())).toBe(true);
    expect(opens(sha256, disclosure({ value: 'Zoë "Z" 王\n' }))).toBe(true);
  });

  it.each(['salt', 'name', 'value', 'commitment'] as const)('is not opened where the %s is another', (part) => {
    expect(opens(sha256, { ...disclosure(), [part]: 'another' })).toBe(false);
  });

  it('does not confuse where one part ends and the next begins', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string({ minLength: 1 }), (name, value, moved) => {
        expect(commit(sha256, SALT, name + moved, value)).not.toBe(commit(sha256, SALT, name, moved + value));
      }),
    );
  });

  it('does not say whose it is: two salts give two commitments to one text', () => {
    expect(commit(sha256, SALT, '/name', 'A. Meier')).not.toBe(commit(sha256, `${SALT}x`, '/name', 'A. Meier'));
  });
});

describe('Sealing the texts of a command', () => {
  const pointers = (data: unknown): readonly string[] => {
    const seen: string[] = [];
    replaceSealed(data, (_text, name) => seen.push(name));
    return seen;
  };

  it('replaces each text to seal, at any depth, and names it by its pointer', () => {
    const said: [string, string][] = [];
    const sealed = replaceSealed<{ name: Sealed; members: readonly { name: Sealed; roles: readonly string[] }[] }>(
      { name: toSeal('Contoso'), members: [{ name: toSeal('B. Okafor'), roles: ['owner'] }] },
      (text, name) => {
        said.push([name, text]);
        return { sealed: `commitment ${said.length}` };
      },
    );
    expect(said).toEqual([
      ['/name', 'Contoso'],
      ['/members/0/name', 'B. Okafor'],
    ]);
    expect(sealed).toEqual({
      name: { sealed: 'commitment 1' },
      members: [{ name: { sealed: 'commitment 2' }, roles: ['owner'] }],
    });
  });

  it('writes pointers as RFC 6901 says, so that two fields never have one name', () => {
    expect(pointers({ 'a/b': toSeal('x'), a: { b: toSeal('y') }, '~1': toSeal('z') })).toEqual([
      '/a~1b',
      '/a/b',
      '/~01',
    ]);
  });

  it('leaves everything else as it is, and the command itself untouched', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const before = structuredClone(value);
        expect(replaceSealed({ value }, () => 'sealed')).toEqual({ value });
        expect(value).toEqual(before);
      }),
    );
  });

  it('keeps a column that is called __proto__, in a line that is copied for its text as well', () => {
    const attributes = JSON.parse('{"__proto__":"kept","ref":"LOG-03"}') as object;
    const line = Object.defineProperty({ ref: toSeal('LOG-03') }, '__proto__', { value: 'kept', enumerable: true });
    const copy = replaceSealed<{ attributes: object; line: object }>({ attributes, line }, () => 'sealed');
    expect(Object.entries(copy.attributes)).toEqual([
      ['__proto__', 'kept'],
      ['ref', 'LOG-03'],
    ]);
    expect(Object.entries(copy.line)).toEqual([
      ['ref', 'sealed'],
      ['__proto__', 'kept'],
    ]);
  });

  it('does not take a line with a column that is called seal for a text to seal', () => {
    const data = { attributes: { seal: 'wax' } };
    expect(pointers(data)).toEqual([]);
    expect(replaceSealed(data, () => 'sealed')).toEqual(data);
  });
});
