import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BuiltProduct } from '#test/faults/service/programs/built-product';
import type { ChildProgram } from '#test/faults/child-program';
import { until } from '#test/until';
import { onus, onusAnswers } from './onus-command.ts';
import { workplace } from './onus-process.ts';
import { makeOverdue } from './overdue-folder.ts';

/** Lines of the greeting at a first start. */
const GREETING = 10;

describe('The service started from the command line', () => {
  const { folder, clear } = workplace();
  const data = join(folder, 'data');
  let product: BuiltProduct;
  let service: ChildProgram;
  const start = (...args: readonly string[]) => product.start('apps/cli/src/main.ts', args, { ONUS_DATA: data });
  const port = () => new URL(address()).port;
  const address = (): string => /http:\S+[^/\s]/.exec(service.lines.join('\n'))![0];

  beforeAll(async () => {
    product = await BuiltProduct.build(join(folder, 'built'));
    service = start('serve', '--port', '0');
    expect(await service.until(GREETING)).toBe(true);
  });
  afterAll(async () => {
    await service.kill();
    clear();
  });

  it('says where it is and how to sign in, and answers there', async () => {
    const key = /onus_\S+/.exec(service.lines.join('\n'))![0];
    const server = ['--server', address(), '--key', key];
    await onusAnswers(['engagement', 'open', 'contoso', '--title', 'Contoso', ...server]);
    expect(await onusAnswers(['engagements', ...server])).toContain('contoso');
  });

  it('has the data folder to itself: a second process is refused', async () => {
    const { exit, stdout, stderr } = await onus(['engagements', '--data', data]);
    expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
    expect(stderr).toContain(`is held by process ${service.pid}`);
  });

  it('names a port that another program has', async () => {
    const { code, errors } = await start('serve', '--port', port(), '--data', join(folder, 'other')).ended;
    const why = `another program listens on 127.0.0.1:${port()}; end it, or choose another port.\n`;
    expect(errors).toContain(`onus: ONUS_PORT="${port()}" cannot be used: ${why}`);
    expect(code).toBe(2);
  });

  it('ends when it is told to, and leaves the folder to whoever comes next', async () => {
    process.kill(service.pid, 'SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0, errors: '' });
    expect(await onusAnswers(['engagements', '--data', data])).toContain('contoso');
  });

  it('shows no second owner key when it starts again', async () => {
    service = start('serve', '--port', '0');
    expect(await service.until(GREETING - 3)).toBe(true);
    expect(service.lines.join('\n')).toContain('Sign in with your API key');
    expect(service.lines.join('\n')).not.toMatch(/onus_[0-9a-f]/);
  });

  it('records what has come due while nothing ran', async () => {
    await service.kill();
    const late = join(folder, 'late');
    await makeOverdue(late);
    service = start('serve', '--port', '0', '--data', late);
    expect(await service.until(GREETING)).toBe(true);
    const key = /onus_\S+/.exec(service.lines.join('\n'))![0];
    const show = ['change', 'show', 'C-2', '--engagement', 'contoso', '--server', address(), '--key', key];
    await until(async () => /^Change C-2 “Log review”: expired$/m.test(await onusAnswers(show)));
    process.kill(service.pid, 'SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0, errors: '' });
  });
});
