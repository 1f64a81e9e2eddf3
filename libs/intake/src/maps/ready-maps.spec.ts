import { describe, expect, it } from '@jest/globals';
import { accountableOf, findingsOf } from '#responsibility/domain/assignment.rules';
import { baselineCsv } from '../baseline.ts';
import { readMatrixCsv } from '../matrix-csv.ts';
import { cloudGov } from './cloud-gov.ts';
import { findMap } from './ready-maps.ts';

describe('Ready maps', () => {
  it('are found by name', () => {
    expect(findMap('cloud-gov')).toBe(cloudGov);
    expect(findMap('no-such-map')).toBeUndefined();
  });

  it('are found by a header that has all their columns, in any order, among others', () => {
    const header = ['Extra', ' Responsibility_Text', 'control_origination', 'implementation_status', 'CONTROL'];
    expect(findMap(header)).toBe(cloudGov);
    expect(findMap(header.slice(1, 4))).toBeUndefined();
    expect(findMap([])).toBeUndefined();
  });
});

describe('The baseline', () => {
  const file = readMatrixCsv(baselineCsv());
  const line = (ref: string): (typeof file.lines)[number] => file.lines.find((candidate) => candidate.ref === ref)!;

  it('is read by its own map, 69 duties in 12 service lines', () => {
    expect(file).toMatchObject({ map: 'mssp-baseline', keyColumn: 'task_id' });
    expect(file.lines).toHaveLength(69);
    expect(new Set(file.lines.map(({ definition }) => definition.serviceLine)).size).toBe(12);
  });

  it('reads each column into its place', () => {
    const { attributes, ...definition } = line('LOG-01').definition;
    expect(Object.keys(attributes!)).toHaveLength(21);
    expect(definition).toEqual({
      title: 'Keep the log-source inventory current',
      objective: 'Every in-scope system is listed with its log type, owner and expected volume',
      serviceLine: 'Logging & SIEM',
      cadence: 'monthly',
      serviceLevel: '5 business days after notice of a new system',
      approver: 'both parties',
      escalation: { trigger: 'A listed source is missing from the inventory' },
      evidence: {
        artefact: 'Source inventory export with reconciliation notes',
        format: 'export',
        retention: 'contract term',
      },
      controls: [
        { framework: 'nist-800-53-r5', id: 'AU-2' },
        { framework: 'nist-800-53-r5', id: 'AU-12' },
        { framework: 'nist-800-53-r5', id: 'CM-8' },
        { framework: 'nist-csf-2.0', id: 'ID.AM-02' },
        { framework: 'nist-csf-2.0', id: 'PR.PS-04' },
        { framework: 'pci-dss-4.0.1', id: '10.2.1' },
        { framework: 'pci-dss-4.0.1', id: '12.5.1' },
        { framework: 'cmmc-l2', id: '3.3.1' },
        { framework: 'cmmc-l2', id: '3.4.1' },
      ],
    });
    expect(line('LOG-01')).toMatchObject({
      marks: ['shared'],
      raci: [
        { side: 'client', roles: ['A', 'C'] },
        { side: 'provider', roles: ['R'] },
      ],
      parts: {
        client: 'Announces new and retired systems; owns the asset list',
        mssp: 'Maintains the source list in the SIEM and reconciles it against the client asset list',
      },
    });
  });

  it('is sound: no word is unknown, one side is accountable for each duty, and shared duties have both parts', () => {
    for (const { ref, marks, raci, parts, findings } of file.lines) {
      expect({ ref, findings }).toEqual({ ref, findings: [] });
      const assignment = {
        marks,
        raci: raci.map(({ side, roles }) => ({ party: side, roles })),
        ...(parts === undefined ? {} : { parts }),
      };
      expect({ ref, findings: findingsOf(assignment) }).toEqual({ ref, findings: [] });
      expect({ ref, accountable: accountableOf(assignment).length }).toEqual({ ref, accountable: 1 });
    }
  });
});
