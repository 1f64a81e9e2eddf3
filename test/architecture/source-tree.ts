import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of package.json. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** A file of the project. `path` is relative to the project, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

// Peers of the benchmarks are other people's programs; planted samples break rules on purpose.
const FOREIGN = /(?:^|\/)(?:node_modules|dist|coverage|peers)\/|\/planted-[^/]+$/;

/** Files of the project that match a glob pattern, in order of path. */
export function pathsOf(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: ROOT, exclude: (name) => name === 'node_modules' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !FOREIGN.test(path))
    .toSorted();
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Everything that people wrote: programs, tests, pages, scripts. Prose and data are not part of it. */
export function sourceTree(): readonly SourceFile[] {
  const paths = pathsOf('{apps,libs,test,docker}/**/*.{ts,tsx,js,mjs,cjs,html,css,sh,yml,yaml}');
  return paths.map((path) => ({ path, text: textOf(path) }));
}

export const isSpec = (path: string): boolean => path.endsWith('.spec.ts');
export const isCode = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);
