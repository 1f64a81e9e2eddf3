import { isUtf8 } from 'node:buffer';
import { isCanonical } from '#kernel/json';

/** Reads bytes that must be canonical JSON (RFC 8785); undefined for whatever else they are. */
export function parseCanonical(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  try {
    const value = JSON.parse(text) as unknown;
    return isCanonical(value, text) ? value : undefined;
  } catch {
    return undefined;
  }
}
