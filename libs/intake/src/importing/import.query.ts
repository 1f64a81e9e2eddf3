import { Choice, Text } from '#http/checks/fields';
import { instantParameter } from '#http/point-in-time';
import { Problem, PROBLEMS } from '#http/problems';
import type { MatrixMap } from '../matrix-map.ts';
import { readMatrixMap } from '../maps/read-map.ts';
import { findMap } from '../maps/ready-maps.ts';
import type { ImportRequest } from '../recording/import-file.ts';

const MATRIX = 'Only for `matrix-csv`.';
const FEED = 'Only for `assignments`.';

export class ImportQuery {
  @Choice(['matrix-csv', 'assignments'])
  readonly format!: 'matrix-csv' | 'assignments';

  @Text({
    optional: true,
    max: 200,
    description: 'Name of the file, for people. Sealed.',
    example: 'matrix-2026-02.csv',
  })
  readonly name?: string;

  @Text({ optional: true, max: 64, description: `${MATRIX} The instant from which the whole file holds.` })
  readonly effective?: string;

  @Text({
    optional: true,
    max: 8_000,
    description: `${MATRIX} What the columns mean: the name of a ready map, or a map as JSON. Without it, the map that knows the columns.`,
  })
  readonly map?: string;

  @Choice(['replace', 'set'], {
    optional: true,
    description: `${FEED} Whether one owner follows another (the default), or several own at once.`,
  })
  readonly mode?: 'replace' | 'set';

  @Choice(['keep', 'clear'], {
    optional: true,
    description: `${FEED} Whether closing frees the owner; by default not.`,
  })
  readonly onClose?: 'keep' | 'clear';
}

/** How the file is to be read. @throws Problem where a parameter is missing or does not go with the format */
export function settingsOf({ format, effective, map, mode, onClose }: ImportQuery): ImportRequest['settings'] {
  if (format === 'assignments') {
    for (const [name, value] of Object.entries({ effective, map })) {
      if (value !== undefined) refuse(name, 'goes with format=matrix-csv only');
    }
    return { format, mode: mode ?? 'replace', onClose: onClose ?? 'keep' };
  }
  for (const [name, value] of Object.entries({ mode, onClose })) {
    if (value !== undefined) refuse(name, 'goes with format=assignments only');
  }
  if (effective === undefined) return refuse('effective', 'is missing; from when on does the file hold?');
  const at = instantParameter(effective, 'effective');
  return { format, effective: at, ...(map !== undefined && { map: mapOf(map) }) };
}

function mapOf(text: string): MatrixMap {
  if (text.trimStart().startsWith('{')) return readMatrixMap(Buffer.from(text));
  return findMap(text) ?? refuse('map', `names no map that ships with the product: ${text}`);
}

function refuse(parameter: string, detail: string): never {
  throw new Problem(PROBLEMS.badParameter, `/${parameter}: ${detail}.`, {
    errors: [{ in: 'query', pointer: `/${parameter}`, detail }],
  });
}
