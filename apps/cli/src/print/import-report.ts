import type { ImportReport, ImportRequest } from '#intake/recording/import-file';
import { count, findingInWords, list } from '#answers/words/phrases';

/** Findings shown to a person; `--json` has all of them. */
const SHOWN = 20;

const ACTS = {
  define: 'defined',
  revise: 'revised',
  retire: 'retired',
  assign: 'assigned',
  close: 'closed',
  reopen: 'reopened',
  fact: 'noted as facts',
} as const;

export type TimedReport = ImportReport & {
  readonly opened: boolean;
  readonly seconds: number;
  readonly perSecond: number;
};

/** What an import did, as a person reads it. */
export function importText(file: string, settings: ImportRequest['settings'], report: TimedReport): string {
  const unit = settings.format === 'matrix-csv' ? 'line' : 'event';
  const lines = [
    ...(report.opened ? ['Opened the engagement.'] : []),
    ...outcomeLines(file, settings, report),
    ...(report.recorded ? findingLines(report.findings) : []),
    ...(unit === 'event' ? [rateLine(report)] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const rateLine = ({ lines, seconds, perSecond }: TimedReport): string =>
  `${count(lines, 'event')} in ${seconds.toFixed(2)} s (${perSecond.toLocaleString('en-US')} per second).`;

function outcomeLines(file: string, settings: ImportRequest['settings'], report: TimedReport): string[] {
  const { recorded, reason, counts, entries, treeSize, digest } = report;
  if (!recorded) {
    const why =
      reason === 'already-recorded'
        ? `${file} was recorded before, as import ${report.import}`
        : `${file} says what already holds from then on`;
    return [`Nothing recorded: ${why}.`, digest];
  }
  const acts = (Object.keys(ACTS) as (keyof typeof ACTS)[]).filter((act) => counts[act] > 0);
  const from = settings.format === 'matrix-csv' ? `, in force from ${settings.effective}` : '';
  return [
    `Imported ${file} as import ${report.import}${from}, not agreed in Onus.`,
    digest,
    `Tasks: ${list(acts.map((act) => `${counts[act].toLocaleString('en-US')} ${ACTS[act]}`))}.`,
    `${count(entries, 'entry', 'entries')} recorded; the ledger has ${treeSize.toLocaleString('en-US')}.`,
  ];
}

function findingLines(findings: ImportReport['findings']): string[] {
  if (findings.length === 0) return [];
  const shown = findings
    .slice(0, SHOWN)
    .map((finding) => `  line ${finding.line}, ${finding.ref}: ${findingInWords(finding)}`);
  const more = findings.length - shown.length;
  return [
    `⚠ ${count(findings.length, 'finding')}, recorded with the lines:`,
    ...shown,
    ...(more > 0 ? [`  … and ${more.toLocaleString('en-US')} more; --json lists all`] : []),
  ];
}
