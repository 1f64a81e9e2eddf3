import { diffText } from '../reading/diff.ts';
import { sideOf, type Side } from '#snapshot/compare-snapshots/compare-snapshots';
import type { Context } from '../../context.ts';
import { readEffective, readKnown } from '../../input/points.ts';

/** What differs between two snapshots, two instants on either clock, or one of each. */
export async function compareSnapshots(
  context: Context,
  sides: readonly [from: string, to: string],
  { engagement }: { readonly engagement: string },
): Promise<void> {
  const [from, to] = sides.map(readSide) as [Side, Side];
  const view = await context.withClient((client) => client.snapshots.compare(engagement, from, to));
  context.answer(view, () => `${sides[0]} → ${sides[1]}\n${diffText(view)}`);
}

const readSide = (text: string): Side =>
  sideOf(text, (on, known) => {
    const size = readKnown(text, known);
    return { effective: readEffective(text, on), ...(size !== undefined && { known: size }) };
  });
