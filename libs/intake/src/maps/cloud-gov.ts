import type { MatrixMap } from '../matrix-map.ts';

/**
 * The customer responsibility matrix that cloud.gov publishes (FedRAMP CIS and CRM), flattened to CSV.
 * The ticks of "control origination" say who bears a control; what the provider and the customer both ticked is shared, and a
 * shared control that is partly inherited is shared. A control that does not apply keeps the mark of who says so.
 */
export const cloudGov: MatrixMap = {
  name: 'cloud-gov',
  recognises: ['control', 'implementation_status', 'control_origination', 'responsibility_text'],
  ref: 'control',
  marks: [
    {
      column: 'control_origination',
      separator: '|',
      words: {
        'sp-corporate': 'mssp',
        'sp-system': 'mssp',
        'sp-hybrid': 'mssp',
        shared: 'shared',
        inherited: 'inherited',
        'customer-configured': 'client',
        'customer-provided': 'client',
      },
      combinations: [
        { all: ['shared'], give: ['shared'] },
        { all: ['client', 'mssp'], give: ['shared'] },
      ],
    },
    { column: 'implementation_status', words: { 'not-applicable': 'not-applicable' }, otherwise: 'ignore' },
  ],
  parts: { client: { column: 'responsibility_text', when: ['shared', 'client'] } },
  controls: [{ framework: 'nist-800-53-r4', column: 'control', separator: ';' }],
};
