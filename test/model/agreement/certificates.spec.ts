import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { certified, decisionOf, entriesBehind, outcomeOf } from '#answers/certificate/certificate';
import type { ChangeAgreed } from '#approval/domain/approval.events';
import type { Entry } from '#kernel/event';
import type { OnusEvent } from '#rulebook/rulebook';
import { readModelsOf, TemporaryFolder } from '../projection-setting.ts';
import { randomHistory } from '../random-acts.ts';
import { RandomLedger } from '../random-ledger.ts';
import { RandomPeople } from '../random-people.ts';
import { entriesOf } from '../replaying/entries-of.ts';
import { written } from '../written-ledger.ts';
import { agreementActs, attempt, begin } from './random-agreement.ts';

/** Milliseconds; a busy machine takes its time, and a slow answer is no wrong one. */
const PATIENCE = 600_000;
const ENGAGEMENT = { slug: 'contoso', title: 'Contoso', zone: 'Europe/Berlin' };

const seen = new Map<string, number>();
const saw = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);

const about = (entries: readonly Entry<OnusEvent>[], id: string) =>
  entries.filter(({ data }) => (data as { readonly changeId?: string }).changeId === id);

/** Entries that say yes, by reading all of them: what an agreement names, an emergency, an override with its request. */
function sayingYes(course: readonly Entry<OnusEvent>[]): readonly number[] {
  const agreed = course.find(({ type }) => type === 'ChangeAgreed') as (Entry & ChangeAgreed) | undefined;
  const override = course.find(({ type }) => type === 'ChangeOverridden');
  const emergency = course.filter(({ type }) => type === 'EmergencyTookEffect').map(({ index }) => index);
  if (override !== undefined) {
    return [...emergency, (override.data as { readonly requested: number }).requested, override.index];
  }
  if (agreed === undefined) return emergency;
  const deemed = agreed.schema === 2 ? (agreed.data.deemed ?? []) : [];
  return [...emergency, ...agreed.data.approvals, ...deemed];
}

async function check(ledger: RandomLedger): Promise<void> {
  const entries = entriesOf(ledger.appends);
  const writer = await written(ledger);
  const folder = new TemporaryFolder();
  const models = await readModelsOf(folder, writer);
  try {
    const { items } = models.changes(writer.engagement, {}, { limit: 200 });
    for (const change of items) {
      const course = about(entries, change.id);
      const yes = sayingYes(course);
      const outcome = outcomeOf(change);
      expect(outcome === undefined).toBe(yes.length === 0);
      if (outcome === undefined) continue;
      saw(outcome);
      if (course[0]!.type === 'ChangeProposed') saw('first form');
      const decision = entries[decisionOf(change, outcome)]!;
      const behind = entriesBehind(change, decision).map((index) => entries[index]!);
      // Every entry is one about this very change.
      expect(behind.filter((entry) => !course.includes(entry))).toEqual([]);
      const named = ({ party, member }: { readonly party: string; readonly member?: string }) => ({
        party,
        ...(member !== undefined && { member }),
        name: null,
        partyName: party,
        side: 'third' as const,
      });
      const certificate = certified(change, outcome, behind, ENGAGEMENT, { named, introduction: () => null });
      expect(hash('sha256', certificate.text, 'hex')).toBe(change.digest);
      expect(certificate.signatures.map(({ entry }) => entry)).toEqual(yes.toSorted((a, b) => a - b));
      const words = [certificate.words, ...certificate.signatures.map((signature) => signature.words)].join(' ');
      const isDeemed = course.some(({ type, index }) => type === 'AcceptanceDeemed' && yes.includes(index));
      expect(outcome === 'accepted-by-silence').toBe(isDeemed);
      if (outcome !== 'agreed') expect(words).not.toMatch(/agree/i);
    }
  } finally {
    await models.close();
    folder.remove();
  }
}

describe('The certificate of a change', () => {
  it(
    'is there for whatever is in force, names exactly the entries that said yes, and has the text of the digest',
    async () => {
      await fc.assert(
        fc.asyncProperty(agreementActs, async ({ policy, acts }) => {
          const ledger = new RandomLedger();
          begin(ledger, policy);
          for (const act of acts) attempt(ledger, act);
          await check(ledger);
        }),
        { numRuns: 200 },
      );
    },
    PATIENCE,
  );

  it(
    'is there for changes of the first form as well',
    async () => {
      await fc.assert(
        fc.asyncProperty(randomHistory, async (steps) => {
          const ledger = new RandomLedger();
          const people = new RandomPeople(ledger);
          for (const step of steps) people.perform(step);
          await check(ledger);
        }),
        { numRuns: 100 },
      );
    },
    PATIENCE,
  );

  // The others are too rare for that: journeys have one of each.
  it.each(['agreed', 'emergency', 'first form'])('and there was one to look at: %s', (what) => {
    expect(seen.get(what) ?? 0).toBeGreaterThan(0);
  });
});
