import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SnapshotView } from '#answers/views.snapshot';
import { nodeSha256 } from '#ledger-store/node-crypto';
import type { AuditedLedger, Finding } from '#sealing/audit/findings';
import { makeAgain } from '#snapshot/making/made-snapshot';
import { toBase64 } from '#transparency/bytes';
import { rootAt } from '#transparency/merkle/proof';
import { streamOf, type Onus } from '../runtime/onus.ts';

const READ_AT_ONCE = 200;

/**
 * What is wrong with the snapshots that entries of a ledger seal: the first, in order, whose root or document is not what the entries
 * before it lead to. The ledger is one whose kept tree was found to be that of its entries; where less of it is derived than was
 * looked at, nothing is said.
 */
export async function heldToEntries(
  onus: Onus,
  { engagement, size }: AuditedLedger,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const { trees } = onus.read;
  const stream = streamOf(engagement);
  if (size === 0 || trees.sizeOf(stream) < size) return [];
  for (const snapshot of snapshotsOf(onus, engagement, size)) {
    if (signal?.aborted === true) return [];
    const { treeSize } = snapshot;
    const root = toBase64(rootAt(nodeSha256, trees.hashesAt(stream, treeSize), treeSize));
    const wrong = await contradiction(onus, engagement, snapshot, root);
    if (wrong !== undefined) {
      const index = snapshot.taken.entry;
      const detail = `entry ${index} seals snapshot ${snapshot.id}, and ${wrong}`;
      return [{ engagement, code: 'wrong-snapshot', index, detail }];
    }
    await nextTurn();
  }
  return [];
}

function* snapshotsOf({ read }: Onus, engagement: string, size: number): Generator<SnapshotView> {
  for (let after: string | null | undefined; after !== null;) {
    const page = { limit: READ_AT_ONCE, ...(after !== undefined && { after }) };
    const { items, next } = read.snapshots(engagement, { known: { treeSize: size } }, page);
    yield* items;
    after = next;
  }
}

/** In words; undefined where the snapshot states what follows. */
async function contradiction(
  { read }: Onus,
  engagement: string,
  snapshot: SnapshotView,
  root: string,
): Promise<string | undefined> {
  const { treeSize, digest, lines } = snapshot;
  if (snapshot.root !== root) return `the root of the first ${treeSize} entries is ${root}, not ${snapshot.root}`;
  const made = await makeAgain({ read, rootAt: () => Promise.resolve(root) }, engagement, snapshot);
  if (made.digest !== digest) return `its document has the digest ${made.digest}, not ${digest}`;
  const count = made.document.lines.length;
  return count === lines ? undefined : `its document has ${count} lines, not ${lines}`;
}
