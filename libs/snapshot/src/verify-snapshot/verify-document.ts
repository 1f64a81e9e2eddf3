import { createHash } from 'node:crypto';
import { compareDocuments } from '#answers/snapshot/compare-documents';
import { NoSnapshotDocument, readDocument, type HeldDocument } from '#answers/snapshot/read-document';
import type { SnapshotVerdict } from '#answers/views.snapshot';
import { decodeUtf8 } from '#transparency/bytes';
import { Malformed } from '#transparency/malformed';
import { refuse } from '../domain/snapshot.refusals.ts';
import { sealedDocument, type SnapshotSources } from '../making/made-snapshot.ts';

/**
 * Compares a document that somebody holds with the sealed one: the same, or what differs line by line, and why.
 *
 * @throws NotFound. Refusal `snapshot/no-document`, `snapshot/not-reproducible`
 */
export async function verifyDocument(
  sources: SnapshotSources,
  engagementId: string,
  id: string,
  bytes: Uint8Array,
): Promise<SnapshotVerdict> {
  const snapshot = sources.read.snapshot(engagementId, id);
  const held = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (held === snapshot.digest) return { verdict: 'same', snapshot, held, why: [], lines: [] };
  const document = heldDocument(bytes);
  const sealed = await sealedDocument(sources, engagementId, snapshot);
  return { verdict: 'differs', snapshot, held, ...compareDocuments(document, sealed.document) };
}

function heldDocument(bytes: Uint8Array): HeldDocument {
  try {
    return readDocument(decodeUtf8(bytes));
  } catch (error) {
    if (error instanceof NoSnapshotDocument || error instanceof Malformed) return refuse.noDocument(error.message);
    throw error;
  }
}
