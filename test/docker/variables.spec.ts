import { describe, expect, it } from '@jest/globals';
import { textOf } from '#test/architecture/source-tree';
import { readConfig } from '#apps/ledger/src/config';
import { readConfig as readWitnessConfig } from '#apps/witness/src/config';
import { composeFiles, interpolated, type Compose } from './compose.ts';

/** Names that a program looks up in the environment that it is given. */
function namesRead(read: (environment: Readonly<Record<string, string | undefined>>) => unknown): readonly string[] {
  const names = new Set<string>();
  read(
    new Proxy<Record<string, string | undefined>>(
      {},
      {
        get: (_, name) => {
          names.add(String(name));
          return undefined;
        },
      },
    ),
  );
  return [...names];
}

/** Variables that a shell in a container sets: `NAME="$(…)"` at the beginning of a line, which is exported. */
const setByShell = ({ text }: Compose): readonly string[] =>
  [...text.matchAll(/^\s+([A-Z][A-Z0-9_]+)="/gm)].map(([, name]) => name ?? '');

/** Every variable that a compose file uses: of a container, of a shell in it, or of whoever starts it. */
const variablesOf = (compose: Compose): readonly string[] => [
  ...Object.values(compose.services).flatMap(({ environment = {} }) => Object.keys(environment)),
  ...setByShell(compose),
  ...interpolated(compose),
];

/** Rows of the tables of a document that begin with the name of a variable, or with several. */
const explainedIn = (path: string): readonly string[] =>
  [...textOf(path).matchAll(/^\| ((?:`_?[A-Z][A-Z0-9_]+`(?:, )?)+) +\|/gm)].flatMap(([, cell]) => {
    const names = [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
    // `ONUS_WITNESS_HOST`, `_PORT`: what is left out is as in the first.
    return names.map((name) => (name.startsWith('_') ? names[0]!.replace(/_[A-Z]+$/, '') + name : name));
  });

describe('Variables', () => {
  const used = [...new Set(composeFiles().flatMap(variablesOf))].toSorted();

  it('of compose files are found wherever they stand', () => {
    expect(used).toEqual(expect.arrayContaining(['ONUS_ORIGIN', 'ONUS_STORE', 'KURRENTDB_CLUSTER_SIZE', 'REPLICA_2']));
  });

  it('of compose files are explained in docker/README.md, once', () => {
    expect(explainedIn('docker/README.md').toSorted()).toEqual(used);
  });

  it('that the service reads are explained in docs/operating.md', () => {
    const read = namesRead(readConfig);
    expect(read).toContain('ONUS_DATA');
    expect(read.filter((name) => !explainedIn('docs/operating.md').includes(name))).toEqual([]);
  });

  it('that the witness reads are explained in docs/operating.md', () => {
    const read = namesRead(readWitnessConfig);
    expect(read).toContain('ONUS_WITNESS_DATA');
    expect(read.filter((name) => !explainedIn('docs/operating.md').includes(name))).toEqual([]);
  });

  it('that docs/operating.md explains are read', () => {
    const read = new Set([...namesRead(readConfig), ...namesRead(readWitnessConfig)]);
    expect(explainedIn('docs/operating.md').filter((name) => !read.has(name))).toEqual([]);
  });
});
