import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChildProgram, Ended } from '#test/faults/child-program';
import { BuiltProduct } from '#test/faults/service/programs/built-product';
import { workplace } from './command-line/onus-process.ts';

const FINISHING = 'Finishing what was accepted …';
const WITNESS = { ONUS_WITNESS_NAME: 'witness.client.example', ONUS_WITNESS_PORT: '0' };

describe('What npm has started', () => {
  const { folder, clear } = workplace();
  const data = join(folder, 'data');
  let product: BuiltProduct;
  /** Who holds the data folder: the program, whoever started it. */
  const holder = () => Number(readFileSync(join(data, 'lock.txt'), 'utf8'));

  /** Waits until it has said this. */
  async function said(program: ChildProgram, words: string): Promise<void> {
    for (let lines = 1; await program.until(lines); lines++) if (program.lines[lines - 1]!.includes(words)) return;
    throw new Error((await program.ended).errors);
  }

  /** Ends npm alone, and tells how it and all that it ran have ended. What goes on without npm is ended as well. */
  async function endNpm(npm: ChildProgram): Promise<Ended | 'goes on'> {
    const program = holder();
    process.kill(npm.pid, 'SIGTERM');
    // It ends when nobody holds its output any more.
    const ended = npm.ended.finally(() => clearTimeout(patience));
    const patience = setTimeout(() => process.kill(program, 'SIGKILL'), 20_000);
    await ended;
    return npm.lines.includes(FINISHING) ? ended : 'goes on';
  }

  beforeAll(async () => {
    product = await BuiltProduct.build(join(folder, 'built'));
  });
  afterAll(clear);

  it('finishes when npm is told to end: the service', async () => {
    const npm = product.runScript('start', { ONUS_DATA: data, ONUS_PORT: '0' });
    await said(npm, 'Sign in with the first owner key');
    expect(await endNpm(npm)).toEqual({ code: 0, signal: null, errors: '' });
  });

  it('finishes when npm is told to end: the witness', async () => {
    const npm = product.runScript('witness', { ...WITNESS, ONUS_WITNESS_DATA: data });
    await said(npm, 'It follows');
    expect(await endNpm(npm)).toEqual({ code: 0, signal: null, errors: '' });
  });

  it.each(['apps/ledger/src/main.ts', 'apps/witness/src/main.ts'])(
    'is not stopped in the midst by a signal that comes twice: %s',
    async (main) => {
      const paths = { ONUS_DATA: join(folder, 'twice'), ONUS_WITNESS_DATA: join(folder, 'twice-witness') };
      const program = product.start(main, [], { ONUS_PORT: '0', ...WITNESS, ...paths });
      await said(program, 'Data');
      process.kill(program.pid, 'SIGINT');
      await said(program, FINISHING);
      process.kill(program.pid, 'SIGINT');
      expect(await program.ended).toEqual({ code: 0, signal: null, errors: '' });
    },
  );
});
