import type { Effective, Known, PointInTime } from '#answers/point-in-time';
import type { Product } from '#http/product';
import type { Actor } from '#kernel/event';
import { Refusal } from '#kernel/refusal';
import type { Accepted } from '#ledger-store/submission';
import type { SnapshotTaken } from '../domain/snapshot.events.ts';
import { makeSnapshot, type SnapshotSources } from '../making/made-snapshot.ts';

export interface SnapshotRequest {
  readonly engagementId: string;
  readonly commandId: string;
  readonly actor: Actor;
  /** Without it: now. */
  readonly effective?: Effective;
  /** Without it: everything that is recorded. */
  readonly known?: Known;
  /** Whether a receipt is wanted. */
  readonly receipt?: boolean;
}

type Sources = SnapshotSources & Pick<Product, 'now' | 'recorded' | 'state' | 'submit'>;

/** How long it is waited for what is recorded to be derived, in milliseconds. */
const PATIENCE = 5_000;

/**
 * Makes the document of the matrix, and seals it. The same command id with the same question gives the first result again: what
 * "now" and "everything" meant was settled then.
 *
 * @throws Refusal, NotYetKnown, NotThereYet, or the store's error
 */
export async function takeSnapshot(product: Sources, request: SnapshotRequest): Promise<Accepted> {
  try {
    return await take(product, request);
  } catch (error) {
    // Sent twice at once: the other one came first, and has settled it.
    if (!(error instanceof Refusal) || error.code !== 'ledger/command-id-reused') throw error;
    return take(product, request);
  }
}

async function take(product: Sources, request: SnapshotRequest): Promise<Accepted> {
  const { engagementId, commandId, actor, receipt = false } = request;
  const { position } = await product.state(engagementId);
  await product.read.reach(position, PATIENCE);
  const [first] = (await product.recorded(engagementId, commandId)) ?? [];
  const earlier = first?.type === 'SnapshotTaken' ? (first.data as SnapshotTaken['data']) : undefined;
  const point = pointOf(request, earlier, product.now);
  // Sent again after an update, it is still the snapshot that was taken first.
  const { document, digest } = await makeSnapshot(product, engagementId, point, earlier?.format);
  const { format, effective, treeSize, root, lines } = document;
  const data = { format, effective, treeSize, root, digest, lines: lines.length };
  return product.submit(engagementId, { type: 'TakeSnapshot', data }, { commandId, actor, receipt });
}

function pointOf(
  { effective, known }: SnapshotRequest,
  earlier: SnapshotTaken['data'] | undefined,
  now: Product['now'],
): PointInTime {
  const size = known ?? (earlier === undefined ? undefined : { treeSize: earlier.treeSize });
  return {
    effective: effective ?? { at: earlier?.effective ?? now() },
    ...(size !== undefined && { known: size }),
  };
}
