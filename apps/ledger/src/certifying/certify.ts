import { certified, decisionOf, entriesBehind, outcomeOf } from '#answers/certificate/certificate';
import type { Certificate, CertifiedEntry } from '#answers/certificate/views';
import { certificatePage } from '#answers/certificate/page';
import type { Named } from '#answers/views';
import { shortName } from '#answers/words/phrases';
import { refuse } from '#approval/domain/approval.refusals';
import type { Entry } from '#kernel/event';
import { decodeEntry, leafHash } from '#ledger-store/entry-codec';
import { nodeSha256 } from '#ledger-store/node-crypto';
import type { StoredEntry } from '#ledger-store/event-store';
import type { OnusEvent } from '#rulebook/rulebook';
import { fromHex, toBase64 } from '#transparency/bytes';
import { inclusionProof } from '#transparency/merkle/proof';
import { verifyInclusion } from '#transparency/merkle/verification';
import { streamOf, type Onus } from '../runtime/onus.ts';

/** How long the read models may take to tell of what is recorded, in milliseconds. */
const PATIENCE = 5_000;
/** What one command records at most, about: the text of a change with its lines. */
const READ_AT_ONCE = 600;

/** Names by what they are called in the engagement. */
type NamedBy = (of: { readonly party: string; readonly member?: string }) => Named;

/** A certificate, and how those whom its lines name are called. */
export interface Issued {
  readonly certificate: Certificate;
  readonly page: () => string;
}

/**
 * The certificate of a change that is in force: what it rests on, proven under one checkpoint that is signed now.
 *
 * @throws NotFound for no such change. Refusal `approval/no-certificate` for one that is not in force. ReceiptFault, AuditFault, or the
 * store's error
 */
export async function certify(onus: Onus, engagementId: string, changeId: string): Promise<Issued> {
  const { read, store } = onus;
  await read.reach((await onus.state(engagementId)).position, PATIENCE);
  const change = read.change(engagementId, changeId);
  const outcome = outcomeOf(change);
  if (outcome === undefined) return refuse.noCertificate(change.id, change.status);
  const decision = decisionOf(change, outcome);
  const receipt = await onus.receiptOf(engagementId, decision);
  if (receipt === null) throw new Error('nobody signs here, so nothing can be certified');
  // The tree of the checkpoint may have grown since.
  await read.reach(await store.lastPosition(), PATIENCE);
  const [decided] = await entriesFrom(onus, engagementId, [decision]);
  const stored = await entriesFrom(onus, engagementId, entriesBehind(change, decided!.entry));
  const { slug, title, zone } = read.engagement(engagementId);
  const named = namesIn(onus, engagementId);
  const { ledger, treeSize, rootHash, checkpoint } = receipt;
  const hashes = read.trees.hashesAt(streamOf(engagementId), treeSize);
  const root = fromHex(rootHash);
  const entries = stored.map(({ entry, bytes }): CertifiedEntry => {
    const { index, id, type, recordedAt } = entry;
    const leaf = leafHash(bytes);
    const proof = inclusionProof(nodeSha256, hashes, index, treeSize);
    const proven = verifyInclusion(nodeSha256, { index, size: treeSize, root, leafHash: fromHex(leaf), proof });
    if (!proven.ok) throw new Error(`entry ${index} of ${ledger} is not what was signed: ${proven.detail}`);
    return { index, id, type, recordedAt, leafHash: leaf, proof: proof.map(toBase64) };
  });
  const said = certified(
    change,
    outcome,
    stored.map(({ entry }) => entry),
    { slug, title, zone },
    { named, introduction: (member) => read.people.introduction(engagementId, member) },
  );
  const certificate = { ...said, ledger, treeSize, rootHash, checkpoint, entries };
  return { certificate, page: () => certificatePage(certificate, (of) => shortName(named(of))) };
}

interface ReadEntry {
  readonly entry: Entry<OnusEvent>;
  readonly bytes: Uint8Array;
}

/** Entries by their indices, ascending; those that stand side by side are read together. */
async function entriesFrom(
  { store }: Onus,
  engagementId: string,
  indices: readonly number[],
): Promise<readonly ReadEntry[]> {
  const found: ReadEntry[] = [];
  let read: readonly StoredEntry[] = [];
  let from = 0;
  for (const index of indices) {
    if (index >= from + read.length || index < from) {
      const limit = Math.min(READ_AT_ONCE, runFrom(indices, index));
      [from, read] = [index, await store.readStream(streamOf(engagementId), index, limit)];
    }
    const { bytes } = read[index - from]!;
    found.push({ entry: decodeEntry(bytes) as Entry<OnusEvent>, bytes });
  }
  return found;
}

/** How many of the indices follow one another from one on. */
function runFrom(indices: readonly number[], index: number): number {
  const start = indices.indexOf(index);
  let end = start;
  while (indices[end + 1] === indices[end]! + 1) end++;
  return end - start + 1;
}

function namesIn({ read }: Onus, engagementId: string): NamedBy {
  const parties = new Map(read.parties(engagementId).map((party) => [party.id, party]));
  const members = new Map(read.members(engagementId).map((member) => [member.id, member]));
  return ({ party, member }) => {
    const { name: partyName = party, side = 'third' } = parties.get(party) ?? {};
    const shown = { party, partyName, side };
    if (member === undefined) return { ...shown, name: partyName };
    return { ...shown, member, name: members.get(member)?.name ?? null };
  };
}
