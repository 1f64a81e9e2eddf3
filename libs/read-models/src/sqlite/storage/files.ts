import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sameShare, type Share } from '#ledger-store/shares/share';

/** What a file of read models was built for: a version of the tables, and a share of the engagements or all of them. */
export interface BuiltFor {
  readonly version: number;
  readonly share: Share | undefined;
}

/** A file of read models, and the how many-th it is of what it was built for. */
export interface ModelFile extends BuiltFor {
  readonly path: string;
  readonly generation: number;
}

const NAME = /^read-models-v(\d+)(?:-(\d+)of(\d+))?(?:-(\d+))?\.sqlite$/;
const OURS = /^read-models-v\d+(?:-\d+of\d+)?(?:-\d+)?\.sqlite(?:\.building)?(?:-wal|-shm|-journal)?$/;
const BUILDING = '.building';

/**
 * `read-models-v1.sqlite`, and of a share `read-models-v1-2of4.sqlite`; what is rebuilt beside it becomes `read-models-v1-2.sqlite`, and
 * `read-models-v1-2of4-2.sqlite`.
 */
export function modelFile(folder: string, version: number, generation: number, share?: Share): ModelFile {
  const part = share === undefined ? '' : `-${share.group}of${share.of}`;
  const suffix = generation === 1 ? '' : `-${generation}`;
  return { path: join(folder, `read-models-v${version}${part}${suffix}.sqlite`), version, generation, share };
}

/** Whether two files were built for the same. */
export const alike = (one: BuiltFor, other: BuiltFor): boolean =>
  one.version === other.version && sameShare(one.share, other.share);

/** Where a file stands until it is complete. */
export const buildingPath = (file: ModelFile): string => file.path + BUILDING;

/** The complete files in a folder, the newest version first, and of each version the newest. */
export function modelFiles(folder: string): readonly ModelFile[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const [, version, group, of, generation] = NAME.exec(name) ?? [];
      const share = group === undefined ? undefined : { group: Number(group), of: Number(of) };
      return version === undefined ? [] : [modelFile(folder, Number(version), Number(generation ?? 1), share)];
    })
    .sort((a, b) => b.version - a.version || b.generation - a.generation);
}

/** Removes a file with its journal. */
export function removeFile(path: string): void {
  for (const suffix of ['-wal', '-shm', '-journal', '']) rmSync(path + suffix, { force: true });
}

/** Removes what a build that did not come to its end left behind. */
export function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (OURS.test(name) && name.includes(BUILDING)) rmSync(join(folder, name), { force: true });
  }
}
