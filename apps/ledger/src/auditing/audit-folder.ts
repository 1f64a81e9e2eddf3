import { setImmediate as nextTurn } from 'node:timers/promises';
import { nodeSha256 } from '#ledger-store/node-crypto';
import type { AuditProgress } from '#sealing/audit/audit';
import { auditOnThread } from '#sealing/audit/thread/audit-thread';
import { isGrave, type AuditedLedger, type ContradictedSeal, type Finding } from '#sealing/audit/findings';
import { equalBytes } from '#transparency/bytes';
import { rootAt } from '#transparency/merkle/proof';
import { streamOf, type Onus } from '../runtime/onus.ts';
import { folderSettings } from '../runtime/settings.ts';
import { heldToEntries } from './stated-snapshots.ts';
import { wrongLeaf } from './wrong-leaf.ts';

/** What was looked at, and what is wrong with it. */
export interface AuditResult {
  readonly ledgers: number;
  readonly entries: number;
  readonly seals: number;
  /** Texts beside the ledgers that open their commitments, or fail to. */
  readonly texts: number;
  readonly findings: readonly Finding[];
}

interface AuditOptions {
  /** One ledger only. */
  readonly engagement?: string;
  readonly onProgress?: AuditProgress;
  readonly signal?: AbortSignal;
}

/**
 * Audits a data folder that is open: every ledger is held to what was sealed of it, and to the tree that is kept for proofs, and its
 * snapshots are made again. Nothing more is recorded or signed in a ledger that is not what it was. Reading and hashing are done on a thread of their own.
 *
 * @throws AuditNotDone
 */
export async function auditFolder(onus: Onus, folder: string, options: AuditOptions = {}): Promise<AuditResult> {
  const { engagement, ...how } = options;
  const order = { origin: onus.origin, keys: folderSettings(folder).signingKeys };
  const start = { source: onus.audited, order: { ...order, ...(engagement !== undefined && { engagement }) } };
  const { ledgers, entries, seals, texts, findings, contradicted } = await auditOnThread(start, how);
  const all = [...findings];
  for (const seal of contradicted) all.push(await located(onus, seal));
  const doubted = new Set(contradicted.map((seal) => seal.engagement));
  for (const ledger of ledgers) {
    if (how.signal?.aborted === true) break;
    if (!doubted.has(ledger.engagement)) {
      const wrong = await heldToKeptTree(onus, ledger);
      all.push(...(wrong.length > 0 ? wrong : await heldToEntries(onus, ledger, how.signal)));
    }
    await nextTurn();
  }
  for (const finding of all) if (isGrave(finding)) onus.stop(finding.engagement, finding.detail);
  return { ledgers: ledgers.length, entries, seals, texts, findings: all };
}

/** Where the kept tree is the one that was sealed, it says which entry is another one now. */
async function located({ read, store }: Onus, { engagement, size, root, agreed }: ContradictedSeal): Promise<Finding> {
  const stream = streamOf(engagement);
  const { trees } = read;
  const said = `the entries lead to another root than was sealed for the first ${size}`;
  if (trees.sizeOf(stream) >= size && equalBytes(rootAt(nodeSha256, trees.hashesAt(stream, size), size), root)) {
    const index = await wrongLeaf({ store, trees }, stream, agreed, size);
    if (index !== undefined) {
      const detail = `entry ${index} is not the one that was sealed: ${said}`;
      return { engagement, code: 'contradicts-seal', index, detail };
    }
  }
  const where = size - agreed === 1 ? `entry ${agreed}` : `an entry from ${agreed} to ${size - 1}`;
  const detail = `${said}: ${where} is not the one that was sealed`;
  return { engagement, code: 'contradicts-seal', index: size - agreed === 1 ? agreed : null, detail };
}

/** Entries that are not sealed yet are held to what was derived from them when they came. */
async function heldToKeptTree(onus: Onus, { engagement, size, root, agreed }: AuditedLedger): Promise<Finding[]> {
  const stream = streamOf(engagement);
  const { read, store } = onus;
  const { trees } = read;
  const kept = Math.min(trees.sizeOf(stream), size);
  if (kept < size && (await store.lastRevision(stream)) + 1 > kept) return [];
  if (size === 0 || equalBytes(rootAt(nodeSha256, trees.hashesAt(stream, size), size), root)) return [];
  const index = (await wrongLeaf({ store, trees }, stream, 0, size)) ?? null;
  if (index === null || index < agreed) {
    const detail =
      'the tree that is kept for proofs is wrong, and the entries are as they were sealed; run "onus rebuild"';
    return [{ engagement, code: 'kept-tree', index, detail }];
  }
  const detail = `entry ${index} is not the one that was derived when it came, and it was not sealed yet`;
  return [{ engagement, code: 'not-as-derived', index, detail }];
}
