import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism, cpus, totalmem, type } from 'node:os';
import { join } from 'node:path';

/** File systems that live in memory: syncing one costs nothing, and proves nothing. */
const IN_MEMORY = new Set([0x01_02_19_94, 0x85_84_58_f6]);

/** A folder for everything that is written while measuring. */
export interface Workspace {
  readonly folder: string;
  /** Whether a sync reaches a disk. */
  readonly durable: boolean;
  /** A new folder in it. */
  make(name: string): string;
  remove(): void;
}

export function workspace(parent: string): Workspace {
  const folder = mkdtempSync(join(parent, 'onus-bench-'));
  return {
    folder,
    durable: !IN_MEMORY.has(statfsSync(folder).type),
    make: (name) => mkdtempSync(join(folder, `${name}-`)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The machine in words, without its name. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${model}), ${memory} GiB, ${type()}, Node ${process.versions.node}`;
}
