import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

const MODULE = new URL('./process-settings.ts', import.meta.url).href;

/** A thread that makes much that it does not keep, and says how many MiB its young objects had. */
const THREAD = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { parentPort } from 'node:worker_threads';
  let kept = [];
  for (let made = 0; made < 400_000; made++) kept.push({ made }) > 50_000 && (kept = []);
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  parentPort.postMessage(young.space_size / 2 ** 20);`;

/** A program that sets itself up and then says what it is. Begun a second time it would say so twice. */
const PROGRAM = `
  const { Worker } = await import('node:worker_threads');
  const { setUpProcess } = await import(${JSON.stringify(MODULE)});
  setUpProcess(process.env);
  const young = await new Promise((said) => new Worker(${JSON.stringify(THREAD)}, { eval: true }).on('message', said));
  const { MALLOC_ARENA_MAX: pools } = process.env;
  const { pid, execArgv: options } = process;
  console.log(JSON.stringify({ pid, options, pools, young, args: process.argv.slice(1) }));
  process.exit(3);`;

function started(options: readonly string[] = [], environment: Record<string, string> = {}) {
  const args = [...options, '--input-type=module', '--eval', PROGRAM, '--', 'serve', '--port'];
  const { MALLOC_ARENA_MAX: _, NODE_OPTIONS: __, ...env } = process.env;
  const { pid, stdout, stderr, status } = spawnSync(process.execPath, args, {
    env: { ...env, ...environment },
    encoding: 'utf8',
  });
  return { pid, stderr, status, said: JSON.parse(stdout) as Record<string, unknown> };
}

describe('The process of the service', () => {
  it('begins again with its settings, in the same process and with the same words', () => {
    const { pid, said, status, stderr } = started();
    expect(said).toMatchObject({ pid, pools: '2', args: ['serve', '--port'] });
    const settings = ['--max-semi-space-size=8', '--heap-growing-percent=15', '--no-allocation-site-pretenuring'];
    expect(said['options']).toEqual(expect.arrayContaining(settings));
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
  });

  it('has threads that keep less room for young objects, unless their room was set', () => {
    expect(started().said['young']).toBeLessThanOrEqual(4);
    expect(started(['--max-semi-space-size=16']).said['young']).toBeGreaterThanOrEqual(8);
  });

  it('keeps the settings that it was started with', () => {
    const { said } = started(['--max_semi_space_size=16'], { MALLOC_ARENA_MAX: '4' });
    expect(said).toMatchObject({ pools: '4' });
    expect(said['options']).not.toContain('--max-semi-space-size=8');
  });

  it('takes an option that was turned on for one that was set', () => {
    expect(started(['--allocation_site_pretenuring']).said['options']).not.toContain(
      '--no-allocation-site-pretenuring',
    );
  });

  it('takes what is missing only', () => {
    const { said } = started([], { NODE_OPTIONS: '--max-semi-space-size=32' });
    expect(said).toMatchObject({ pools: '2' });
    expect(said['options']).not.toContain('--max-semi-space-size=8');
  });
});
