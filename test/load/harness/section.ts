import type { Figure, Skipped } from '../report/figures.ts';
import type { Workspace } from './workspace.ts';

/** What a section is given. */
export interface Bench {
  readonly workspace: Workspace;
  /** Smaller and shorter, to see that it runs. */
  readonly quick: boolean;
  readonly rounds: number;
  /** Connection string of a PostgreSQL that may be used; why there is none otherwise. */
  readonly postgres: { readonly url: string } | { readonly missing: string };
  /** Why the packages to compare with are not there; undefined where they are. */
  readonly peersMissing: string | undefined;
  readonly profile: string | undefined;
  readonly say: (progress: string) => void;
  readonly add: (...figures: readonly Figure[]) => void;
  readonly skip: (skipped: Skipped) => void;
}

/** One part of the benchmark, by the name that `--only` knows it by. */
export interface Section {
  readonly name: string;
  readonly measure: (bench: Bench) => Promise<void>;
}
