import { NotJson, parseStrictJson } from '#kernel/strict-json';
import { decodeUtf8 } from '#transparency/bytes';
import { Unreadable } from './unreadable.ts';

/** What the browser says of the ceremony (WebAuthn Level 2, section 5.8.1). */
export interface ClientData {
  /** The text itself: its hash is signed. */
  readonly text: string;
  readonly type: string;
  /** base64url without padding. */
  readonly challenge: string;
  readonly origin: string;
  /** Whether the page was inside a page of another origin. */
  readonly crossOrigin: boolean;
}

/**
 * Reads client data: UTF-8 of one JSON object in which no name stands twice. Browsers may add members, and say so; those are
 * skipped. @throws Unreadable
 */
export function readClientData(bytes: Uint8Array): ClientData {
  const text = textOf(bytes);
  const value = jsonOf(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Unreadable('client data that is no JSON object');
  }
  const { type, challenge, origin, crossOrigin = false } = value as Readonly<Record<string, unknown>>;
  if (typeof type !== 'string' || typeof challenge !== 'string' || typeof origin !== 'string') {
    throw new Unreadable('client data whose type, challenge or origin is no text');
  }
  if (typeof crossOrigin !== 'boolean') throw new Unreadable('client data whose crossOrigin is neither true nor false');
  return { text, type, challenge, origin, crossOrigin };
}

function textOf(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    throw new Unreadable('client data that is not UTF-8');
  }
}

function jsonOf(text: string): unknown {
  try {
    return parseStrictJson(text);
  } catch (error) {
    if (error instanceof NotJson) throw new Unreadable(`client data that is not JSON: ${error.message}`);
    throw error;
  }
}
