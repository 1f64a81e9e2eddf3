import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pathsOf, ROOT, textOf } from './source-tree.ts';

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly imports: Record<string, Record<'source' | 'default', string>>;
  readonly allowScripts: Record<string, boolean>;
}

interface Lock {
  readonly packages: Record<
    string,
    { readonly version?: string; readonly license?: string; readonly hasInstallScript?: boolean }
  >;
}

const manifest = JSON.parse(textOf('package.json')) as Manifest;
const lock = JSON.parse(textOf('package-lock.json')) as Lock;

// All of them allow use in a product under Apache-2.0; OFL-1.1 covers a font, the last three data and documents inside development tools.
const LICENCES = new Set([
  'MIT',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'OFL-1.1',
  'Python-2.0',
  'CC0-1.0',
  'CC-BY-4.0',
]);

/** Packages that state their licence in a file alone: it was read. */
const READ: Readonly<Record<string, string>> = { 'node_modules/png-js': 'MIT' };

const isAllowed = (licence: string): boolean =>
  licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((part) => LICENCES.has(part)));

describe('The toolchain', () => {
  it('runs on the Node that is pinned as a package', () => {
    expect(process.version).toBe(`v${manifest.dependencies['node']}`);
  });

  it('pins every direct dependency to one version', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('installs packages under permissive licences only', () => {
    const installed = Object.entries(lock.packages).filter(
      ([path]) => path.startsWith('node_modules/') && path !== 'node_modules/@onus/cli',
    );
    expect(installed.length).toBeGreaterThan(100);
    expect(
      installed
        .filter(([path, { license }]) => !isAllowed(license ?? READ[path] ?? 'none stated'))
        .map(([path, { license }]) => [path, license]),
    ).toEqual([]);
  });

  it('has decided about every package with an install script', () => {
    const withScript = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.split('node_modules/').at(-1) ?? path);
    expect(withScript.filter((name) => !(name in manifest.allowScripts))).toEqual([]);
  });

  it('has a subpath import for every library, from sources and from the build', () => {
    const libraries = new Set(pathsOf('libs/*/src/**/*.ts').map((path) => path.split('/')[1] ?? ''));
    for (const name of libraries) {
      expect(manifest.imports).toHaveProperty(`#${name}/*`, {
        source: `./libs/${name}/src/*.ts`,
        default: `./dist/libs/${name}/src/*.js`,
      });
    }
  });

  it('has a nest-cli.json that points at what is there', () => {
    const nest = JSON.parse(textOf('nest-cli.json')) as {
      sourceRoot: string;
      entryFile: string;
      compilerOptions: { tsConfigPath: string };
    };
    expect(existsSync(join(ROOT, nest.sourceRoot, `${nest.entryFile}.ts`))).toBe(true);
    expect(existsSync(join(ROOT, nest.compilerOptions.tsConfigPath))).toBe(true);
  });
});
