import { isSize, parseDecimal } from '../bytes.ts';
import { Malformed } from '../malformed.ts';
import { TILE_WIDTH, type TilePlace } from './tile.ts';

/** A resource of a tiled log below its prefix (C2SP tlog-tiles). */
export type TileResource =
  | ({ readonly kind: 'hashes' } & TilePlace)
  | { readonly kind: 'entries'; readonly index: number; readonly width: number };

const MAX_LEVEL = 63;
const PATH = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/** 1234067 is `x001/x234/067`. */
function indexPath(index: number): string {
  const groups: string[] = [];
  for (let n = index; n > 0 || groups.length === 0; n = Math.floor(n / 1000)) {
    groups.unshift(`${groups.length === 0 ? '' : 'x'}${String(n % 1000).padStart(3, '0')}`);
  }
  return groups.join('/');
}

/**
 * The path of a resource, as in `tile/0/x001/x234/067.p/12` or `tile/entries/000`. A width of 256 is a full one.
 *
 * @throws Malformed `tile-path` where there can be no such resource.
 */
export function tilePath(resource: TileResource): string {
  const { kind, index, width } = resource;
  const level = kind === 'entries' ? 0 : resource.level;
  if (!isSize(level) || level > MAX_LEVEL || !isSize(index) || !isSize(width) || width < 1 || width > TILE_WIDTH) {
    throw new Malformed('tile-path', `no tile on level ${level} at ${index} of width ${width}`);
  }
  const suffix = width === TILE_WIDTH ? '' : `.p/${width}`;
  return `tile/${kind === 'entries' ? 'entries' : level}/${indexPath(index)}${suffix}`;
}

/**
 * Reads a path. Each resource has one path: other ways to write a number are refused.
 *
 * @throws Malformed `tile-path`
 */
export function parseTilePath(path: string): TileResource {
  const [, of, groups, partial] = PATH.exec(path) ?? [];
  if (of === undefined || groups === undefined) throw new Malformed('tile-path', `"${path}" is no path of a tile`);
  // Other ways to write it, and numbers beyond 2^53 - 1, are caught by writing the path again.
  const index = Number(groups.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : parseDecimal(partial);
  const resource: TileResource =
    of === 'entries' ? { kind: 'entries', index, width } : { kind: 'hashes', level: parseDecimal(of), index, width };
  if (tilePath(resource) !== path) {
    throw new Malformed('tile-path', `"${path}" is no path of a tile`);
  }
  return resource;
}
