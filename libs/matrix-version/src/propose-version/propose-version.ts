import type { Effective } from '#answers/point-in-time';
import type { Product } from '#http/product';
import type { Actor } from '#kernel/event';
import { Refusal } from '#kernel/refusal';
import type { Accepted } from '#ledger-store/submission';
import type { VersionProposed } from '../domain/version.events.ts';
import { documentAt, type VersionSources } from '../versions/version-document.ts';

export interface VersionRequest {
  readonly engagementId: string;
  readonly commandId: string;
  readonly actor: Actor;
  /** Without it: now. */
  readonly effective?: Effective;
}

type Sources = VersionSources & Pick<Product, 'now' | 'recorded' | 'state' | 'submit'>;

/** How long it is waited for what is recorded to be derived, in milliseconds. */
const PATIENCE = 5_000;

/**
 * Makes the document of the matrix as it is known, and proposes it. The same command id with the same question gives the first
 * result again: what "now" meant, and how much was known, was settled then.
 *
 * @throws Refusal, NotThereYet, or the store's error
 */
export async function proposeVersion(product: Sources, request: VersionRequest): Promise<Accepted> {
  try {
    return await propose(product, request);
  } catch (error) {
    // Sent twice at once: the other one came first, and has settled it.
    if (!(error instanceof Refusal) || error.code !== 'ledger/command-id-reused') throw error;
    return propose(product, request);
  }
}

async function propose(product: Sources, request: VersionRequest): Promise<Accepted> {
  const { engagementId, commandId, actor } = request;
  const { position } = await product.state(engagementId);
  await product.read.reach(position, PATIENCE);
  const [first] = (await product.recorded(engagementId, commandId)) ?? [];
  const earlier = first?.type === 'VersionProposed' ? (first.data as VersionProposed['data']) : undefined;
  const { document, digest } = await documentAt(product, engagementId, {
    effective: request.effective ?? { at: earlier?.effective ?? product.now() },
    ...(earlier !== undefined && { known: { treeSize: earlier.treeSize } }),
  });
  const { format, effective, treeSize, root, lines } = document;
  const data = { format, effective, treeSize, root, digest, lines: lines.length };
  return product.submit(engagementId, { type: 'ProposeVersion', data }, { commandId, actor, receipt: true });
}
