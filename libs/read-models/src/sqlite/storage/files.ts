import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A file of read models: which version of the tables it has, and the how many-th of that version it is. */
export interface ModelFile {
  readonly path: string;
  readonly version: number;
  readonly generation: number;
}

const NAME = /^read-models-v(\d+)(?:-(\d+))?\.sqlite$/;
const OURS = /^read-models-v\d+(?:-\d+)?\.sqlite(?:\.building)?(?:-wal|-shm|-journal)?$/;
const BUILDING = '.building';

/** `read-models-v1.sqlite`; what is rebuilt beside it becomes `read-models-v1-2.sqlite`. */
export function modelFile(folder: string, version: number, generation: number): ModelFile {
  const suffix = generation === 1 ? '' : `-${generation}`;
  return { path: join(folder, `read-models-v${version}${suffix}.sqlite`), version, generation };
}

/** Where a file stands until it is complete. */
export const buildingPath = (file: ModelFile): string => file.path + BUILDING;

/** The complete files in a folder, the newest version first, and of each version the newest. */
export function modelFiles(folder: string): readonly ModelFile[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const [, version, generation] = NAME.exec(name) ?? [];
      return version === undefined ? [] : [modelFile(folder, Number(version), Number(generation ?? 1))];
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
