import type { MatrixMap } from '../matrix-map.ts';

/** The baseline of duties between a client and its managed security provider that ships with the product. */
export const msspBaseline: MatrixMap = {
  name: 'mssp-baseline',
  recognises: ['task_id', 'task', 'default_owner', 'client_part', 'mssp_part', 'raci_client', 'raci_mssp'],
  ref: 'task_id',
  texts: {
    title: 'task',
    objective: 'objective',
    serviceLine: 'service_line',
    cadence: 'cadence',
    serviceLevel: 'target_sla',
    approver: 'change_approval',
    'escalation.trigger': 'escalation_trigger',
    'evidence.artefact': 'evidence_artefact',
    'evidence.format': 'evidence_type',
    'evidence.retention': 'retention_min',
  },
  marks: [{ column: 'default_owner', words: { Client: 'client', MSSP: 'mssp', Shared: 'shared' } }],
  raci: { client: 'raci_client', provider: 'raci_mssp' },
  parts: { client: { column: 'client_part' }, mssp: { column: 'mssp_part' } },
  controls: [
    { framework: 'nist-800-53-r5', column: 'nist_800_53_r5', separator: ';' },
    { framework: 'nist-csf-2.0', column: 'nist_csf_2_0', separator: ';' },
    { framework: 'pci-dss-4.0.1', column: 'pci_dss_4_0_1', separator: ';' },
    { framework: 'cmmc-l2', column: 'cmmc_l2', separator: ';' },
  ],
};
