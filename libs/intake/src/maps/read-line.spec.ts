import { describe, expect, it } from '@jest/globals';
import type { MarkColumn, MatrixMap } from '../matrix-map.ts';
import { readLine, type Reading } from './read-line.ts';

function readCells(map: MatrixMap, cells: Record<string, string>): Reading {
  return readLine(map, 'A-1', cells, (column) => cells[column]!);
}

const ticks: MarkColumn = {
  column: 'who',
  separator: '|',
  words: { us: 'mssp', them: 'client', cloud: 'inherited', both: ['client', 'mssp'], '': 'not-applicable' },
  combinations: [{ all: ['client', 'mssp'], give: ['shared'] }],
};

describe('Reading the marks of a line', () => {
  it.each([
    ['us', ['mssp']],
    [' US ', ['mssp']],
    ['cloud|us', ['mssp', 'inherited']],
    ['us| cloud |', ['mssp', 'inherited']],
    ['us|them', ['shared']],
    ['both', ['shared']],
    ['them|us|cloud', ['shared']],
    ['', ['not-applicable']],
    [' ', ['not-applicable']],
  ])('reads %j as %j', (who, marks) => {
    expect(readCells({ marks: [ticks] }, { who })).toMatchObject({ marks, findings: [] });
  });

  it('adds "Not determined" and a finding for each word that the map does not know', () => {
    const { marks, findings } = readCells({ marks: [ticks] }, { who: 'us|Kim|ops' });
    expect(marks).toEqual(['mssp', 'not-determined']);
    expect(findings).toEqual([
      { code: 'assignment/unknown-word', detail: '"Kim" in column "who": add it under /marks/0/words of the map' },
      { code: 'assignment/unknown-word', detail: '"ops" in column "who": add it under /marks/0/words of the map' },
    ]);
  });

  it('takes words such as "constructor" for words, not for properties', () => {
    expect(readCells({ marks: [ticks] }, { who: 'constructor' }).findings).toHaveLength(1);
  });

  it('puts the marks of several columns together, and can ignore words in one of them', () => {
    const status: MarkColumn = { column: 'status', words: { 'N/A': 'not-applicable' }, otherwise: 'ignore' };
    const map: MatrixMap = { marks: [ticks, status] };
    expect(readCells(map, { who: 'us', status: 'n/a' })).toMatchObject({
      marks: ['mssp', 'not-applicable'],
      findings: [],
    });
    expect(readCells(map, { who: 'us', status: 'done' })).toMatchObject({ marks: ['mssp'], findings: [] });
  });

  it('says "Not determined" where nothing is said', () => {
    expect(readCells({ marks: [{ column: 'who', words: { us: 'mssp' } }] }, { who: '' })).toMatchObject({
      marks: ['not-determined'],
      findings: [],
    });
  });
});

describe('Reading RACI letters', () => {
  const map: MatrixMap = { raci: { client: 'c', provider: 'p', third: 't' } };

  it.each([
    ['A/R', ['R', 'A']],
    ['A & R', ['R', 'A']],
    ['r, c', ['R', 'C']],
    ['C (Approves OT Patching Windows)', ['C']],
    ['R (one) & A (two)', ['R', 'A']],
    ['A/A', ['A']],
  ])('reads %j as %j', (p, roles) => {
    expect(readCells(map, { c: '', p, t: '-' })).toMatchObject({ raci: [{ side: 'provider', roles }], findings: [] });
  });

  it('keeps the sides in one order', () => {
    const { raci } = readCells(map, { t: 'I', p: 'R', c: 'A' });
    expect(raci.map(({ side }) => side)).toEqual(['client', 'provider', 'third']);
  });

  it.each(['N/A', 'Accountable', 'R (see note', 'A/X', 'AR'])('finds fault with %j and reads no role in it', (p) => {
    const detail = `${JSON.stringify(p)} in column "p": write the letters R, A, C, I, for example "A/R"`;
    expect(readCells(map, { c: 'A', p, t: '' })).toMatchObject({
      raci: [{ side: 'client', roles: ['A'] }],
      findings: [{ code: 'assignment/unknown-word', detail }],
    });
  });
});

describe('Reading the texts of a line', () => {
  it('puts texts, lists and controls where the map says, and leaves out what is empty', () => {
    const map: MatrixMap = {
      texts: {
        title: 'title',
        objective: 'why',
        'evidence.artefact': 'proof',
        'evidence.format': 'form',
        tool: 'tool',
      },
      lists: {
        'scope.systems': { column: 'systems', separator: ';' },
        preconditions: { column: 'pre', separator: ',' },
      },
      controls: [
        { framework: 'nist-800-53-r5', column: 'nist', separator: ';' },
        { framework: 'pci-dss-4.0.1', column: 'pci', separator: ';' },
      ],
    };
    const cells = {
      title: ' Review ',
      why: '',
      proof: 'record',
      form: 'PDF',
      tool: ' ',
      systems: 'SIEM; EDR;;',
      pre: '',
      nist: 'AU-6; AU-6(1);AU-6',
      pci: '',
    };
    expect(readCells(map, cells).definition).toEqual({
      title: ' Review ',
      evidence: { artefact: 'record', format: 'PDF' },
      scope: { systems: ['SIEM', 'EDR'] },
      controls: [
        { framework: 'nist-800-53-r5', id: 'AU-6' },
        { framework: 'nist-800-53-r5', id: 'AU-6(1)' },
      ],
      attributes: cells,
    });
  });

  it('calls a line without a title by its reference', () => {
    expect(readCells({ texts: { title: 'title' } }, { title: ' ' }).definition.title).toBe('A-1');
  });

  it('gives the parts of the sides, some of them only on lines with certain marks', () => {
    const map: MatrixMap = {
      marks: [ticks],
      parts: { client: { column: 'theirs', when: ['shared', 'client'] }, mssp: { column: 'ours' } },
    };
    expect(readCells(map, { who: 'both', theirs: 'x', ours: 'y' }).parts).toEqual({ client: 'x', mssp: 'y' });
    expect(readCells(map, { who: 'us', theirs: 'x', ours: 'y' }).parts).toEqual({ mssp: 'y' });
    expect(readCells(map, { who: 'us', theirs: 'x', ours: '' })).not.toHaveProperty('parts');
  });
});
