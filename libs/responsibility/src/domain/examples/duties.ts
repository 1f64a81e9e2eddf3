import type { Assignment } from '../assignment.ts';
import type { TaskDefinition } from '../task.ts';

/** Texts of duties, as a matrix has them. */
export const definitions = {
  logReview: {
    title: 'Daily review of security event logs',
    objective: 'Somebody looks at security events every day, holidays included',
    kind: 'operational',
    serviceLine: 'Logging and SIEM',
    scope: { environments: ['production'], exclusions: ['building control'] },
    cadence: 'daily',
    serviceLevel: 'review closed the same day',
    approver: 'm4',
    escalation: { trigger: 'missed review day', contacts: ['m3', 'm6'], times: '4 hours' },
    boundaries: 'No forensic work',
    controls: [{ framework: 'nist-800-53-r5', id: 'AU-6', part: '(1)' }],
    evidence: { artefact: 'daily review record', format: 'PDF', retention: '12 months' },
  },
  patching: { title: 'Patch servers within 14 days of release', cadence: 'monthly', serviceLine: 'Vulnerabilities' },
  hosting: {
    title: 'Physical access to the data centre',
    inheritance: {
      from: 'p13',
      extent: 'partial',
      source: 'SOC 2 report',
      date: '2025-11-30',
      remains: 'visitor list',
    },
  },
  imported: { title: 'Restore test', attributes: { task_id: 'BKP-04', owner: 'Shared', note: '' } },
} satisfies Record<string, TaskDefinition>;

/** Who bears what: sound ones and, below, such as the rules object to. */
export const assignments = {
  northwind: {
    marks: ['mssp'],
    raci: [
      { party: 'p1', member: 'm3', roles: ['A'] },
      { party: 'p1', member: 'm5', roles: ['R'] },
      { party: 'p2', roles: ['C', 'I'] },
    ],
    group: 'm9',
    deputy: 'm4',
    regulatory: 'p2',
    rationale: 'The provider runs the SIEM',
  },
  contoso: { marks: ['client'], raci: [{ party: 'p2', roles: ['R', 'A'] }] },
  provider: { marks: ['mssp'], raci: [] },
  client: { marks: ['client'], raci: [] },
  inherited: { marks: ['inherited'], raci: [], inheritedFrom: 'p13' },
  shared: {
    marks: ['shared'],
    raci: [
      { party: 'p1', roles: ['R'] },
      { party: 'p2', roles: ['A'] },
    ],
    parts: { client: 'approves the restore window', mssp: 'restores and reports' },
  },
  notApplicable: { marks: ['not-applicable'], raci: [] },
  sharedWithoutParts: { marks: ['shared'], raci: [{ party: 'p2', roles: ['R', 'A'] }] },
  nobody: { marks: ['not-determined'], raci: [] },
  twoAccountable: { marks: ['client', 'mssp'], raci: [] },
  noResponsible: { marks: ['mssp'], raci: [{ party: 'p1', roles: ['A'] }] },
} satisfies Record<string, Assignment>;

export const JANUARY = '2026-01-01T00:00:00Z';
export const FEBRUARY = '2026-02-01T00:00:00Z';
export const MARCH = '2026-03-01T00:00:00Z';
export const APRIL = '2026-04-01T00:00:00Z';
export const MAY = '2026-05-01T00:00:00Z';
