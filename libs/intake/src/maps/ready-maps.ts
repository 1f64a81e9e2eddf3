import type { MatrixMap } from '../matrix-map.ts';
import { cloudGov } from './cloud-gov.ts';
import { columnIndex } from './columns.ts';
import { msspBaseline } from './mssp-baseline.ts';

/** The maps that ship with the product. */
export const READY_MAPS: readonly MatrixMap[] = [cloudGov, msspBaseline];

/**
 * A ready map by its name, or the one that recognises a header row: all columns it asks for are there, whatever else is.
 * Where several do, the one that asks for most.
 */
export function findMap(nameOrColumns: string | readonly string[]): MatrixMap | undefined {
  if (typeof nameOrColumns === 'string') return READY_MAPS.find(({ name }) => name === nameOrColumns);
  const columns = nameOrColumns;
  const fitting = READY_MAPS.filter(
    ({ recognises }) => recognises?.every((name) => columnIndex(columns, name) !== -1) === true,
  );
  return fitting.sort((a, b) => (b.recognises?.length ?? 0) - (a.recognises?.length ?? 0))[0];
}
