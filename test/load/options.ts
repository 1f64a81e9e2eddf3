import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';

export interface Options {
  /** Names of the sections to measure; all where empty. */
  readonly only: readonly string[];
  readonly quick: boolean;
  readonly json: boolean;
  /** Put the figures into docs/benchmarks.md as well. */
  readonly document: boolean;
  /** Where to write while measuring: on the disk that is to be measured. */
  readonly folder: string;
  readonly postgres: string | undefined;
  readonly profile: string | undefined;
  readonly rounds: number;
}

export const USAGE = `npm run bench -- [--only write,as-of,…] [--quick] [--json] [--document] [--rounds N] [--folder DIR] [--postgres URL] [--profile DIR]`;

/** Reads the command line. @throws TypeError for what it does not know */
export function options(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: '' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      document: { type: 'boolean', default: false },
      folder: { type: 'string', default: tmpdir() },
      postgres: { type: 'string' },
      profile: { type: 'string' },
      rounds: { type: 'string' },
    },
  });
  const { only, quick, json, document, folder, postgres, profile } = values;
  const rounds = Number(values.rounds ?? (quick ? 1 : 5));
  if (!Number.isSafeInteger(rounds) || rounds < 1)
    throw new TypeError(`--rounds ${values.rounds}: a whole number from 1 on`);
  if (quick && document) throw new TypeError('--quick --document: figures of small sizes say nothing');
  return {
    only: only.split(',').filter((name) => name !== ''),
    quick,
    json,
    document,
    folder,
    postgres,
    profile,
    rounds,
  };
}
