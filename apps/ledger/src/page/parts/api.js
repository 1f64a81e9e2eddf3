const KEY = 'onus-key';

/** The service said no, or could not be reached. `title` and `details` are in words for people. */
export class Problem extends Error {
  constructor(status, title, details = []) {
    super(title);
    this.status = status;
    this.details = details;
  }
}

/** The key of this tab; it is gone when the tab is closed. */
export const session = {
  get key() {
    return sessionStorage.getItem(KEY);
  },
  signIn: (key) => sessionStorage.setItem(KEY, key),
  signOut: () => sessionStorage.removeItem(KEY),
};

/** Asks the service. @throws Problem */
export const get = (path, query = {}) => send('GET', path, query, {});

/**
 * Asks for a list, page by page, to its end or until there is `enough`.
 *
 * @param {string} path
 * @param {string} name which property of a page holds its items
 * @returns {Promise<{ items: any[], more: boolean }>} @throws Problem
 */
export async function list(path, name, query = {}, enough = (_items) => false) {
  const items = [];
  let after = '';
  do {
    const page = await get(path, { ...query, limit: 200, after });
    items.push(...page[name]);
    after = page.next;
  } while (after !== null && !enough(items));
  return { items, more: after !== null };
}

/** Gives the service a command under an id of its own, so that sending it again does nothing twice. @throws Problem */
export const post = (path, commandId = crypto.randomUUID()) => send('POST', path, {}, { 'Idempotency-Key': commandId });

async function send(method, path, query, headers) {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, value);
  }
  let response;
  try {
    response = await fetch(url, {
      method,
      headers: { ...headers, Authorization: `Bearer ${session.key}`, Accept: 'application/json' },
      cache: 'no-store',
      credentials: 'omit',
    });
  } catch {
    throw new Problem(0, 'The service cannot be reached. Is it still running?');
  }
  const body = await response.json().catch(() => null);
  if (response.ok) return body;
  throw problemOf(response.status, body);
}

/** A problem document (RFC 9457) in words: what it says, and where it says how to mend it. */
function problemOf(status, body) {
  if (status === 401) return new Problem(401, 'This key is not known here, or it was revoked. Paste another one.');
  const title = body?.detail ?? body?.title ?? `The service answered with status ${status}.`;
  const details = Array.isArray(body?.errors) ? body.errors.map(({ detail }) => detail).filter(Boolean) : [];
  return new Problem(status, title, details);
}
