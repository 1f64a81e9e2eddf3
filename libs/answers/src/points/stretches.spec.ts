import { describe, expect, it } from '@jest/globals';
import { cast, everybodyJoined } from '#engagement/domain/engagement.examples';
import { instantOf } from '#kernel/instant';
import { sha256 } from '#ledger-store/entry-codec';
import { assignments, definitions } from '#responsibility/domain/examples/duties';
import type { ImportLine } from '#responsibility/domain/responsibility.commands';
import { feedHeader, recordImport } from '#responsibility/domain/responsibility.examples';
import { specificationOf } from '#rulebook/given-when-then';
import { rulebook } from '#rulebook/rulebook';
import { Answers } from '../answers.ts';

const given = specificationOf(rulebook, sha256);
const BEGINS = Date.parse('2020-01-01T00:00:00Z');
const EACH = 1_200;
const TO = '2040-01-01T00:00:00Z';

/** One of the three things that are said of a task in turn, an hour apart. */
function said(i: number): ImportLine {
  const [ref, at] = ['INC0001', instantOf((BEGINS + 3_600_000 * i) * 1_000)] as const;
  if (i % 3 === 0) return { ref, at, act: 'revise', definition: { ...definitions.imported, title: `Text ${i}` } };
  if (i % 3 === 1) return { ref, at, act: 'assign', assignment: assignments.provider };
  return { ref, at, act: i % 2 === 0 ? 'close' : 'reopen' };
}

describe('The stretches of a task', () => {
  it('are in the order of time and without holes, however often each thing was said', () => {
    const { ref, at } = said(0);
    const begin: ImportLine = { ref, at, act: 'define', definition: definitions.imported };
    const lines = [begin, ...Array.from({ length: 3 * EACH }, (_, i) => said(i + 1))];
    const command = recordImport({ header: feedHeader(15), part: 1, lines });
    const { history } = given(...everybodyJoined, { command, by: cast.meier });
    const answers = new Answers({ ledger: 'onus.example/engagements/1', open: () => null });
    for (const recorded of history) answers.record(recorded);
    const { intervals } = answers.owner('INC0001', { effective: { from: '2019-01-01T00:00:00Z', to: TO } });
    expect(intervals).toHaveLength(3 * EACH + 2);
    expect(intervals.at(-1)).toMatchObject({ to: TO, exists: true, owner: 'Northwind SOC' });
    for (const [i, { from }] of intervals.entries()) if (i > 0) expect(from).toBe(intervals[i - 1]!.to);
  });
});
