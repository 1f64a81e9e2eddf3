import { Problem, PROBLEMS } from '#http/problems';
import type { KeyRecord } from './key-records.ts';
import type { KeyRing } from './key-ring.ts';

/** The key with which somebody comes, as he says it in the header `Authorization`. @throws Problem `http/unauthenticated` */
export async function bearerOf(keys: KeyRing, authorization: string | string[] | undefined): Promise<KeyRecord> {
  const given = typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined;
  const key = given === undefined ? null : await keys.authenticate(given);
  if (key !== null) return key;
  throw new Problem(PROBLEMS.unauthenticated, 'Send a valid key as "Authorization: Bearer onus_…".', {
    headers: { 'www-authenticate': 'Bearer realm="onus"' },
  });
}
