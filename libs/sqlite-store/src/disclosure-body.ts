import type { Disclosure } from '#kernel/sealed';

/** What is kept of a disclosure beside its commitment: one blob, so that all of it can be overwritten in place. */
export function bodyOf(disclosure: Disclosure): Uint8Array {
  const { salt, name, value, subject } = disclosure;
  return Buffer.from(JSON.stringify([salt, name, value, subject]));
}

/** Whether a body was overwritten with zeros. */
export const isErased = (body: Uint8Array): boolean => body[0] === 0;

/** The disclosure that a body holds; `undefined` where it was overwritten with zeros. */
export function disclosureFrom(commitment: string, body: Uint8Array): Disclosure | undefined {
  if (isErased(body)) return undefined;
  const [salt, name, value, subject] = JSON.parse(Buffer.from(body).toString()) as [string, string, string, string];
  return { commitment, salt, name, value, subject };
}
