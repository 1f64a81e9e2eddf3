import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One seed for all random tests of a run, printed, so that `ONUS_SEED=… npm test` runs the same cases again. */
export default function chooseSeed() {
  process.env.ONUS_SEED ??= String(randomInt(0x7fffffff));
  console.log(`Random tests run with ONUS_SEED=${process.env.ONUS_SEED}`);
  // Threads and programs that tests start by the hundred need not be compiled each time anew.
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'onus-compiled');
}
