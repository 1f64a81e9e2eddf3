import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between two looks. */
const PAUSE = 10;

/** Looks again until it is so. How long that may take is the test's own time limit to say, and nothing else. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(PAUSE);
}
