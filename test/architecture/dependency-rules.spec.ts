import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PACKAGES, SOUND_TREE, STEPPING_STONES, VIOLATIONS, type PlantedFile } from './planted-violations.ts';

interface Objection {
  readonly rule: string;
  readonly from: string;
}

const ROOT = resolve(import.meta.dirname, '../..');
const CONFIG = join(ROOT, '.dependency-cruiser.js');
const CHECKER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

/** Runs the checker as `npm run deps` does, in a tree, and gives what it objects to. */
function objectionsIn(tree: string): readonly Objection[] {
  const folders = ['apps', 'libs', 'test'];
  const output = execFileSync(process.execPath, [CHECKER, '--config', CONFIG, '--output-type', 'json', ...folders], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const report = JSON.parse(output) as { summary: { violations: { rule: { name: string }; from: string }[] } };
  return report.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}

function plant(tree: string, files: readonly PlantedFile[]): void {
  for (const { path, source } of files) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), `${source}\n`);
  }
}

/** A folder with the project's own subpath imports and compiler options, and packages that hold nothing. */
function prepareTree(): string {
  const tree = mkdtempSync(join(tmpdir(), 'onus-dependency-rules-'));
  const { imports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { imports: object };
  const manifest = {
    type: 'module',
    imports,
    dependencies: { 'csv-parse': '1.0.0' },
    devDependencies: { 'fast-check': '1.0.0' },
  };
  writeFileSync(join(tree, 'package.json'), JSON.stringify(manifest));
  cpSync(join(ROOT, 'tsconfig.json'), join(tree, 'tsconfig.json'));
  for (const name of PACKAGES) {
    const manifestOfPackage = JSON.stringify({ name, version: '1.0.0', type: 'module', exports: './index.js' });
    plant(tree, [
      { path: `node_modules/${name}/package.json`, source: manifestOfPackage },
      { path: `node_modules/${name}/index.js`, source: 'export const here = true;' },
    ]);
  }
  plant(tree, SOUND_TREE);
  return tree;
}

describe('The dependency rules', () => {
  let tree: string;
  let objections: readonly Objection[];

  beforeAll(() => {
    tree = prepareTree();
  });

  afterAll(() => {
    rmSync(tree, { recursive: true, force: true });
  });

  it('hold in this project', () => {
    expect(objectionsIn(ROOT)).toEqual([]);
  });

  it('say nothing about a tree that keeps them', () => {
    expect(objectionsIn(tree)).toEqual([]);
  });

  it('each have a planted violation', async () => {
    const { default: config } = (await import(CONFIG)) as { default: { forbidden: { name: string }[] } };
    const planted = new Set(VIOLATIONS.map(({ rule }) => rule));
    expect([...planted].toSorted()).toEqual(config.forbidden.map(({ name }) => name).toSorted());
  });

  describe('in a tree that breaks them all', () => {
    beforeAll(() => {
      plant(tree, STEPPING_STONES);
      plant(tree, VIOLATIONS);
      objections = objectionsIn(tree);
    });

    it.each(VIOLATIONS)('$rule objects to $path', ({ rule, path }) => {
      expect(objections).toContainEqual({ rule, from: path });
    });
  });
});
