import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ledgerNamespace, uuid5, uuidBytes } from './entry-codec.ts';

describe('The ids of entries', () => {
  const DNS = uuidBytes('6ba7b810-9dad-11d1-80b4-00c04fd430c8');

  it('are UUIDs of the fifth version, of names of any length and script, one after the other', () => {
    // RFC 9562, appendix A.4.
    expect(uuid5(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
    for (const name of ['', 'é'.repeat(300), 'a', '\u{1f600}'.repeat(100), 'ab'.repeat(5_000), 'b']) {
      const digest = createHash('sha1').update(DNS).update(name).digest();
      digest[6] = (digest[6]! & 0x0f) | 0x50;
      digest[8] = (digest[8]! & 0x3f) | 0x80;
      expect(uuid5(DNS, name).replaceAll('-', '')).toBe(digest.toString('hex', 0, 16));
    }
  });

  it('have a namespace that holds nothing in memory but its sixteen bytes', () => {
    expect(ledgerNamespace('onus.example/engagements/1').buffer.byteLength).toBe(16);
  });
});
