import { count, instant, listOf, nullable, objectOf, text, type Schema } from '../openapi/schemas/schema.ts';
import type { ConsistencyView } from './log.controller.ts';
import type { WitnessesView, WitnessView } from './witnesses-view.ts';

const treeSize = count('How many entries.');
const root = text('Root of their tree (RFC 6962): base64.');
const tree = objectOf<{ treeSize: number; root: string }>({ treeSize, root });

/** The ledger as a log. */
export const LOG_SCHEMAS: Readonly<Record<string, Schema>> = {
  SignedNote: text('A signed note (C2SP signed-note).'),
  LogTile: { type: 'string', format: 'binary', description: 'Hashes of 32 bytes, or entries behind their lengths.' },
  TlogProof: text('The proof of one entry (C2SP tlog-proof).'),
  EvidencePack: { type: 'string', format: 'binary', description: 'An evidence pack: a ZIP of stored files.' },
  ConsistencyProof: objectOf<ConsistencyView>({
    from: tree,
    to: tree,
    proof: listOf(text('Hash in base64.')),
  }),
  Witnesses: objectOf<WitnessesView>({
    sealed: nullable(tree),
    witnesses: listOf(
      objectOf<WitnessView>({
        witness: text('Its name in the list of witnesses.'),
        key: text('Name of its key.'),
        url: nullable(text()),
        cosignedSize: count('The largest tree of the ledger that it cosigned; 0 for none.'),
        cosignedAt: nullable(instant('When it cosigned that, by its own clock.')),
        error: nullable(text('Why it did not cosign when it was asked last.')),
      }),
    ),
  }),
};
