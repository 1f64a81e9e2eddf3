import { Answers } from '#answers/answers';
import { documentText, SNAPSHOT_FORMAT, snapshotDocument } from '#answers/snapshot/document';
import type { Entry } from '#kernel/event';
import type { Instant } from '#kernel/instant';
import { canonicalize } from '#kernel/json';
import { sha256 } from '#ledger-store/entry-codec';
import { nodeSha256 } from '#ledger-store/node-crypto';
import type { OnusEvent } from '#rulebook/rulebook';
import { encodeUtf8, toBase64 } from '#transparency/bytes';
import { TreeFrontier } from '#transparency/merkle/frontier';

/** What an honest service seals of the matrix at an instant, as known to all of these entries. */
export function honestSnapshot(entries: readonly Entry<OnusEvent>[], effective: Instant) {
  const tree = new TreeFrontier(nodeSha256);
  const answers = new Answers({ ledger: entries[0]!.ledger, open: () => null });
  for (const entry of entries) {
    const { index, recordedAt, actor, type, schema, data } = entry;
    tree.appendEntry(encodeUtf8(canonicalize(entry)));
    answers.record({ index, recordedAt, actor, event: { type, schema, data } as OnusEvent });
  }
  const root = toBase64(tree.root());
  const document = snapshotDocument(answers.snapshot({ effective: { at: effective } }), root, SNAPSHOT_FORMAT);
  const digest = `sha256:${sha256(documentText(document), 'hex')}`;
  return { format: SNAPSHOT_FORMAT, effective, treeSize: entries.length, root, digest, lines: document.lines.length };
}
