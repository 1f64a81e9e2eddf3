import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ledgerNamespace, uuid5 } from '#ledger-store/entry-codec';
import { entryIds } from './entry-ids.ts';

const sha1 = (bytes: Uint8Array): string => hash('sha1', bytes, 'hex');

describe('The ids of entries', () => {
  it('are those that the write path gives, whatever ledger and command are called', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        fc.nat(),
        (ledger, command, ordinal) => {
          const id = entryIds(sha1, ledger)(command, ordinal);
          expect(id).toBe(uuid5(ledgerNamespace(ledger), `${command}/${ordinal}`));
        },
      ),
    );
  });
});
