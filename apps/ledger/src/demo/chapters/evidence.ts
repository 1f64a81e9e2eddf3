import { hash } from 'node:crypto';
import { toSeal } from '#kernel/sealed';
import type { MemberKey } from '../cast.ts';
import { command, local, type Step } from '../step.ts';

/** Evidence of one period: what was submitted, when, and for which stretch of local days. */
interface Item {
  readonly ref: string;
  /** `2026-W15`, `2026-03`, `2026-Q1`, or what happened. */
  readonly period: string;
  readonly title: string;
  readonly by: MemberKey;
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly mediaType?: string;
  readonly sourceTool?: string;
  readonly supersedes?: string;
}

/** What is due every month, by the fifth business day of the next. */
const MONTHLY: Readonly<Record<string, { readonly by: MemberKey; readonly title: string }>> = {
  'LOG-01': { by: 'meier', title: 'Log source inventory with reconciliation notes' },
  'DET-03': { by: 'castillo', title: 'Hunt report' },
  'INC-02': { by: 'adeyemi', title: 'Contact list and call test' },
  'PAT-02': { by: 'nowak', title: 'Patch compliance by host' },
  'PAT-05': { by: 'nowak', title: 'Patch exception register' },
  'CLD-04': { by: 'silva', title: 'Asset inventory with owners' },
  'GOV-05': { by: 'lindqvist', title: 'Service report and minutes' },
};

/** What is due every quarter, within twelve days. */
const QUARTERLY: Readonly<Record<string, { readonly by: MemberKey; readonly title: string }>> = {
  'VUL-01': { by: 'nowak', title: 'Internal scan report and scope' },
  'PAT-04': { by: 'nowak', title: 'Firmware inventory before and after' },
  'BKP-03': { by: 'okoro', title: 'Signed restore test' },
  'GOV-02': { by: 'tanaka', title: 'Signed review of the responsibilities matrix' },
  'GOV-04': { by: 'lindqvist', title: 'Independent check with remediation list' },
};

/** What never came. Nobody reviewed the logs between the handover of 2 April and 27 April, nor in one week of August. */
const MISSING = new Set([
  'PAT-05 2026-05',
  'CLD-04 2026-07',
  'CLD-04 2026-08',
  'BKP-03 2026-Q2',
  'LOG-03 2026-W15',
  'LOG-03 2026-W16',
  'LOG-03 2026-W17',
  'LOG-03 2026-W33',
]);

/** What came late, with the day on which it came. */
const LATE: Readonly<Record<string, string>> = {
  'DET-03 2026-03': '2026-04-28',
  'GOV-02 2026-Q1': '2026-05-20',
  'CLD-04 2026-06': '2026-07-24',
};

/** From December on: evidence by the cadence of the duty, with what is late and what is missing; and of one bad night in April. */
export function evidenceOfTheYear(): readonly Step[] {
  return [...logReviews(), ...monthly(), ...quarterly(), ...INCIDENT, CORRECTED_REPORT]
    .filter(({ ref, period }) => !MISSING.has(`${ref} ${period}`))
    .map(submission);
}

const HANDED_OVER = '2026-04-02';

function logReviews(): readonly Item[] {
  const items: Item[] = [];
  for (let monday = Temporal.PlainDate.from('2025-12-01'); monday.year < 2027; monday = monday.add({ days: 7 })) {
    const next = monday.add({ days: 7 });
    if (next.toString() > '2026-10-26') break;
    const period = `${monday.yearOfWeek}-W${String(monday.weekOfYear).padStart(2, '0')}`;
    const before = monday.toString() < HANDED_OVER;
    items.push({
      ref: 'LOG-03',
      period,
      title: `Daily review records, week of ${monday.toString()}`,
      by: before ? 'siem' : 'silva',
      at: `${next.toString()}T${before ? '07:30' : '15:10'}`,
      from: monday.toString(),
      // In the week of the handover the provider covers the days before it.
      to: before && next.toString() > HANDED_OVER ? HANDED_OVER : next.toString(),
      mediaType: 'text/csv',
      sourceTool: 'Northwind SIEM',
    });
  }
  return items;
}

function monthly(): readonly Item[] {
  const items: Item[] = [];
  for (let month = 0; month < 10; month++) {
    const from = Temporal.PlainDate.from('2025-12-01').add({ months: month });
    const to = from.add({ months: 1 });
    const period = from.toString().slice(0, 7);
    const due = businessDay(to, 5);
    Object.entries(MONTHLY).forEach(([ref, { by, title }], i) => {
      items.push({ ref, period, title: `${title}, ${period}`, by, ...stretch(ref, period, from, to, due, i) });
    });
  }
  return items;
}

function quarterly(): readonly Item[] {
  const items: Item[] = [];
  for (let quarter = 0; quarter < 4; quarter++) {
    const from = Temporal.PlainDate.from('2025-10-01').add({ months: 3 * quarter });
    const to = from.add({ months: 3 });
    const period = `${from.year}-Q${(from.month + 2) / 3}`;
    Object.entries(QUARTERLY).forEach(([ref, { by, title }], i) => {
      items.push({
        ref,
        period,
        title: `${title}, ${period}`,
        by,
        ...stretch(ref, period, from, to, businessDay(to, 8), i),
      });
    });
  }
  return items;
}

function stretch(
  ref: string,
  period: string,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
  due: Temporal.PlainDate,
  order: number,
): Pick<Item, 'at' | 'from' | 'to'> {
  // The contract, and with it the first period, begins in November.
  const begins = from.toString() < '2025-11-01' ? '2025-11-01' : from.toString();
  const day = LATE[`${ref} ${period}`] ?? due.toString();
  return { at: `${day}T16:${String(order * 4).padStart(2, '0')}`, from: begins, to: to.toString() };
}

/** The nth business day on or after a day; Saturdays and Sundays are none. */
function businessDay(from: Temporal.PlainDate, nth: number): Temporal.PlainDate {
  let day = from;
  for (let left = nth; ; day = day.add({ days: 1 })) {
    if (day.dayOfWeek < 6 && --left === 0) return day;
  }
}

/** A stolen account on 9 April, while nobody looked at the logs. */
const INCIDENT: readonly Item[] = (
  [
    ['INC-03', 'Severity decision record', 'adeyemi', '2026-04-10T04:20', '2026-04-11'],
    ['INC-04', 'Containment actions with authoriser', 'adeyemi', '2026-04-10T06:05', '2026-04-11'],
    ['INC-07', 'Notification of the client, with receipt', 'adeyemi', '2026-04-10T06:30', '2026-04-11'],
    ['INC-05', 'Custody log of collected disks and logs', 'castillo', '2026-04-14T17:00', '2026-04-15'],
    ['INC-06', 'Recovery checklist with verification', 'tanaka', '2026-04-17T15:00', '2026-04-18'],
    ['INC-09', 'Signed review report', 'tanaka', '2026-05-04T12:00', '2026-05-05'],
  ] as const
).map(([ref, title, by, at, to]) => ({
  ref,
  period: 'night of 9 April',
  title: `${title}: stolen account of 9 April 2026`,
  by,
  at,
  from: '2026-04-09',
  to,
}));

/** The June report counted alerts twice; a corrected one takes its place and leaves it readable. */
const CORRECTED_REPORT: Item = {
  ref: 'GOV-05',
  period: '2026-06, corrected',
  title: 'Service report and minutes, 2026-06, corrected',
  by: 'lindqvist',
  at: '2026-07-16T11:00',
  from: '2026-06-01',
  to: '2026-07-01',
  supersedes: evidenceStep('GOV-05', '2026-06'),
};

function evidenceStep(ref: string, period: string): string {
  return `evidence of ${ref}, ${period}`;
}

function submission(item: Item): Step {
  const { ref, period, title, by, at, from, to, supersedes } = item;
  const { mediaType = 'application/pdf', sourceTool } = item;
  const name = evidenceStep(ref, period);
  const digest = hash('sha256', `Onus demonstration: ${name}`, 'hex');
  return {
    at,
    by,
    name,
    does: command((told) => ({
      type: 'SubmitEvidence',
      data: {
        ref,
        digest: `sha256:${digest}`,
        size: 20_000 + (Number.parseInt(digest.slice(0, 6), 16) % 400_000),
        mediaType,
        covers: { from: local(from), to: local(to) },
        collectedAt: local(at),
        ...(sourceTool !== undefined && { sourceTool }),
        title: toSeal(title),
        ...(supersedes !== undefined && { supersedes: told.evidence(supersedes) }),
      },
    })),
  };
}
