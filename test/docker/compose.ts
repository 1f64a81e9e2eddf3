import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { pathsOf, ROOT } from '#test/architecture/source-tree';

/** A service as it is written, with anchors and merges resolved. Only what some rule asks about. */
export interface Service {
  readonly image?: string;
  readonly build?: { readonly context?: string; readonly dockerfile?: string; readonly target?: string };
  readonly user?: string;
  readonly restart?: string;
  readonly environment?: Readonly<Record<string, string | number | null>>;
  readonly env_file?: unknown;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition?: string } | null>> | readonly string[];
  readonly healthcheck?: { readonly test?: unknown; readonly disable?: boolean };
  readonly command?: unknown;
  readonly entrypoint?: unknown;
  readonly read_only?: boolean;
  readonly privileged?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly init?: boolean;
  readonly stop_grace_period?: string;
  readonly pids_limit?: number;
  readonly mem_limit?: string;
  readonly ulimits?: { readonly nofile?: unknown };
  readonly logging?: { readonly options?: Readonly<Record<string, string>> };
}

/** A compose file. */
export interface Compose {
  /** Name of the file. */
  readonly file: string;
  readonly text: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly networks?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, { readonly file?: string }>>;
}

export function readCompose(file: string, text: string): Compose {
  return { ...(parse(text, { merge: true }) as Omit<Compose, 'file' | 'text'>), file, text };
}

/** Every compose file of the project. */
export const composeFiles = (): readonly Compose[] =>
  pathsOf('docker/compose*.yaml').map((path) => readCompose(basename(path), readFileSync(join(ROOT, path), 'utf8')));

/** Variables that the shell of whoever starts it must or may have: `${NAME}`, but not `$$NAME`. */
export const interpolated = ({ text }: Pick<Compose, 'text'>): readonly string[] => [
  ...new Set([...text.matchAll(/(?<!\$)\$\{([A-Z0-9_]+)/g)].map(([, name]) => name ?? '')),
];
