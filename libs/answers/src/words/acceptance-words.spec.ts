import { describe, expect, it } from '@jest/globals';
import type { Acceptance } from '../views/duty.ts';
import type { ObjectionView } from '../views.objection.ts';
import type { Named } from '../views.ts';
import { acceptanceLines } from './acceptance-words.ts';
import { Moments } from './moments.ts';
import { objectionLines, openObjectionLines } from './objection-words.ts';

const meier: Named = { party: 'p1', member: 'm4', name: 'A. Meier', partyName: 'Northwind SOC', side: 'provider' };
const roth: Named = { party: 'p2', member: 'm5', name: 'B. Roth', partyName: 'Contoso', side: 'client' };
const contoso: Named = { party: 'p2', name: 'Contoso', partyName: 'Contoso', side: 'client' };
const moments = new Moments('Europe/Berlin');

const said = (by: Named, entry = 44) => ({ by, entry, recordedAt: '2026-02-03T08:00:00Z' });
const accepted = (by: Named, change: Partial<Acceptance> = {}): Acceptance => ({
  by,
  state: 'accepted',
  text: 'this',
  answer: said(by),
  reason: null,
  ...change,
});
const silent = (by: Named): Acceptance => ({ by, state: 'not-answered', text: null, answer: null, reason: null });
const declined = (by: Named, change: Partial<Acceptance> = {}): Acceptance =>
  accepted(by, { state: 'declined', reason: 'Nobody is on duty at night.', ...change });

const words = (...acceptance: readonly Acceptance[]) => acceptanceLines(acceptance, moments);

describe('What those who are named made of an assignment', () => {
  it('is told of each: who accepted, and who has not answered', () => {
    expect(words(accepted(meier))).toEqual(['Acknowledged by A. Meier on 3 Feb 2026.']);
    expect(words(accepted(meier), silent(roth))).toEqual([
      'Acknowledged by A. Meier on 3 Feb 2026.',
      'Not acknowledged by Contoso (B. Roth).',
    ]);
    expect(words(silent(meier), silent(roth))).toEqual(['Not acknowledged.']);
    expect(words()).toEqual(['Not acknowledged.']);
  });

  it('names the person who spoke for a party, and says what one person said for two once', () => {
    expect(words(accepted(contoso, { answer: said(roth) }))).toEqual(['Acknowledged by B. Roth on 3 Feb 2026.']);
    const both = [accepted(roth), accepted(contoso, { answer: said(roth) })];
    expect(words(...both)).toEqual(['Acknowledged by B. Roth on 3 Feb 2026.']);
  });

  it('says that another text was accepted, and not this one', () => {
    expect(words(accepted(meier, { text: 'another' }))).toEqual([
      'Another text of the task was acknowledged by A. Meier on 3 Feb 2026; this one was not.',
    ]);
  });

  it('gives the reason of whoever declined, unless it was erased', () => {
    expect(words(declined(meier), silent(roth))).toEqual([
      'Not acknowledged by Contoso (B. Roth).',
      '⚠ Declined by A. Meier on 3 Feb 2026: “Nobody is on duty at night.”.',
    ]);
    expect(words(declined(meier, { reason: null, text: 'another' }))).toEqual([
      '⚠ Declined, with another text of the task, by A. Meier on 3 Feb 2026.',
    ]);
  });
});

const objection: ObjectionView = {
  id: 'o57',
  task: 't15',
  ref: 'LOG-03',
  side: 'client',
  status: 'open',
  about: null,
  reason: 'Annex B says otherwise.',
  raised: said(roth, 57),
  answers: [],
  ended: null,
};

describe('An objection in words', () => {
  it('says who objects for which side, and why', () => {
    const words = 'raised by B. Roth (client) on 3 Feb 2026: “Annex B says otherwise.”.';
    expect(objectionLines(objection, moments)).toEqual([`Objection o57 to LOG-03, ${words}`]);
    expect(openObjectionLines([objection], moments)).toEqual([`⚠ Objection o57 to LOG-03, ${words}`]);
  });

  it('names the very answer that is objected to', () => {
    const about = { effective: '2026-03-13T23:00:00Z', treeSize: 55 };
    expect(objectionLines({ ...objection, about, reason: null }, moments)).toEqual([
      'Objection o57 to LOG-03, raised by B. Roth (client) on 3 Feb 2026 to what was said of 14 Mar 2026, as known from 55 entries.',
    ]);
  });

  it('keeps the words of both sides, in order, and how it ended', () => {
    const answers = [{ ...said(meier, 58), side: 'provider' as const, words: 'It was amended.' }];
    const ended = { ...said(roth, 60), reason: 'The annex was found.', change: null };
    expect(objectionLines({ ...objection, status: 'withdrawn', answers, ended }, moments).slice(1)).toEqual([
      'Answered by A. Meier (provider) on 3 Feb 2026: “It was amended.”.',
      'Withdrawn by B. Roth on 3 Feb 2026: “The annex was found.”.',
    ]);
    const resolved = { ...ended, reason: null, change: 'C-2' };
    expect(objectionLines({ ...objection, status: 'resolved', ended: resolved }, moments).at(-1)).toBe(
      'Resolved by change C-2, agreed with B. Roth on 3 Feb 2026.',
    );
  });
});
