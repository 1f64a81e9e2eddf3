import { ToSeal } from '#kernel/sealed';

/** Where a command is sent, and what of it is the body: the rest stands in the path. */
export interface Route {
  readonly path: string;
  /** Without it: posted. */
  readonly method?: 'DELETE';
  /** Undefined where there is none. */
  readonly body: unknown;
}

/** Over HTTP the texts to seal are plain texts: the service knows which are sealed. */
export function unsealed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ToSeal) return value.text;
  if (Array.isArray(value)) return value.map(unsealed);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, unsealed(each)]));
}
