import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PAGE = 4_096;

/** A file system of its own, small enough to be filled, where this machine lets us mount one. */
export class SmallDisk {
  readonly path: string;

  /** @throws what `mount` says */
  constructor(megabytes: number) {
    this.path = mkdtempSync(join(tmpdir(), 'onus-disk-'));
    try {
      const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.path];
      execFileSync('mount', options, { stdio: 'pipe' });
    } catch (error) {
      rmSync(this.path, { recursive: true });
      throw error;
    }
  }

  /** Why a small file system cannot be mounted here; undefined where it can. */
  static refusal(): string | undefined {
    try {
      new SmallDisk(1).remove();
      return undefined;
    } catch (error) {
      return (error as Error).message.split('\n')[0]!;
    }
  }

  /** Takes so many megabytes away. */
  occupy(megabytes: number): void {
    writeFileSync(join(this.path, 'ballast'), Buffer.alloc(megabytes * 1_048_576));
  }

  /** Takes everything that is left, but so many pages. */
  occupyAllBut(pages: number): void {
    const ballast = join(this.path, 'last-ballast');
    const file = openSync(ballast, 'w');
    let written = 0;
    try {
      for (;;) written += writeSync(file, Buffer.alloc(PAGE));
    } catch {
      // Full.
    } finally {
      closeSync(file);
    }
    truncateSync(ballast, Math.max(0, written - pages * PAGE));
  }

  /** Makes the room that was taken. */
  free(): void {
    for (const name of ['ballast', 'last-ballast']) rmSync(join(this.path, name), { force: true });
  }

  remove(): void {
    execFileSync('umount', [this.path]);
    rmSync(this.path, { recursive: true });
  }
}
