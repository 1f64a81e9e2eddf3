import type { Answers } from '#answers/answers';
import { documentText, snapshotDocument } from '#answers/snapshot/document';
import type { VersionText } from '#matrix-version/domain/version.events';
import { toBase64 } from '#transparency/bytes';
import { TreeFrontier } from '#transparency/merkle/frontier';
import { sha256OfText, type PackCrypto } from '../cryptography.ts';
import { refute } from './verdict.ts';

/** An entry that names the document of a snapshot: it seals one, or proposes a version for both sides to sign. */
export interface StatedSnapshot {
  readonly index: number;
  readonly stated: VersionText;
}

interface Folded {
  readonly lines: readonly Uint8Array[];
  readonly answers: Answers;
  readonly snapshots: readonly StatedSnapshot[];
}

/**
 * That every snapshot states what the entries before it lead to: the root of its first `treeSize` entries, and digest and number of
 * lines of its document. No rule can know that, for a decider knows neither tree nor matrix. The rules allowed the entries.
 *
 * @throws Ended at the first snapshot that states something else
 */
export function checkSnapshots(primitives: PackCrypto, { lines, answers, snapshots }: Folded): void {
  const roots = rootsAt(primitives, lines, new Set(snapshots.map(({ stated }) => stated.treeSize)));
  const sha256 = sha256OfText(primitives);
  for (const { index, stated } of snapshots) {
    const { treeSize, effective, format } = stated;
    const root = roots.get(treeSize)!;
    if (stated.root !== root) wrong(index, 'root', `the first ${treeSize} entries have the root ${root}`, stated.root);
    const matter = answers.snapshot({ effective: { at: effective }, known: { treeSize } });
    const document = snapshotDocument(matter, root, format);
    const digest = `sha256:${sha256(documentText(document), 'hex')}`;
    if (stated.digest !== digest) wrong(index, 'digest', `its document has the digest ${digest}`, stated.digest);
    const count = document.lines.length;
    if (stated.lines !== count) wrong(index, 'lines', `its document has ${count} lines`, String(stated.lines));
  }
}

function wrong(index: number, cause: 'root' | 'digest' | 'lines', is: string, stated: string): never {
  return refute('wrong-snapshot', `${is}, and the snapshot states ${stated}`, { index, cause });
}

/** Roots at some sizes of the tree, base64. Entries are hashed a second time, and only up to the last size that is asked for. */
function rootsAt(
  primitives: PackCrypto,
  lines: readonly Uint8Array[],
  sizes: ReadonlySet<number>,
): ReadonlyMap<number, string> {
  const tree = new TreeFrontier(primitives.sha256);
  const roots = new Map<number, string>();
  for (const line of lines) {
    if (roots.size === sizes.size) break;
    tree.appendEntry(line);
    if (sizes.has(tree.size)) roots.set(tree.size, toBase64(tree.root()));
  }
  return roots;
}
