import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { BrokenFile, FAULT_CODES } from './broken-file.ts';

describe('A broken file', () => {
  it('says where, what and how to mend it in one sentence each', () => {
    const fault = new BrokenFile('intake/quoting', { line: 3, column: 7 }, 'a quote is never closed', 'Close it');
    expect(fault.message).toBe('line 3, column 7: a quote is never closed. Close it.');
  });

  it('has codes that are all explained in the README, which explains no others', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const explained = readme.slice(readme.indexOf('## Codes')).match(/^\| `.*?\|/gm)!;
    const codes = explained.flatMap((row) => row.match(/[a-z][a-z0-9-]+/g)!).map((code) => `intake/${code}`);
    expect(codes.toSorted()).toEqual([...FAULT_CODES].toSorted());
  });
});
