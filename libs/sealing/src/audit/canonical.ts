import { isUtf8 } from 'node:buffer';
import { canonicalize } from '#kernel/json';

/**
 * Reads bytes that must be canonical JSON (RFC 8785); undefined for whatever else they are.
 *
 * The runtime writes numbers and escapes as the RFC asks, and keeps the order of names, but for those that look like array indices;
 * so what it writes again is compared first, in a third of the time that making the canonical form takes.
 */
export function parseCanonical(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  try {
    const value = JSON.parse(text) as unknown;
    if (JSON.stringify(value) === text && isOrdered(value)) return value;
    return canonicalize(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the names of every object ascend by their UTF-16 code units. */
function isOrdered(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isOrdered);
  let last = '';
  for (const name in value) {
    if (name < last) return false;
    last = name;
    const inner = (value as Record<string, unknown>)[name];
    if (typeof inner === 'object' && inner !== null && !isOrdered(inner)) return false;
  }
  return true;
}
