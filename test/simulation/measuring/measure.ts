import { loadavg } from 'node:os';
import type { Pace } from '#test/load/harness/callers';
import type { Contender } from '#test/load/harness/contender';
import { start } from '#test/load/harness/start';
import { describeMachine, workspace, type Workspace } from '#test/load/harness/workspace';
import type { PostJob } from '#test/load/http/load-generator';
import type { Inputs } from '../inputs.ts';
import type { FolderFigures } from './filled-folder.ts';
import type { CountJob, Counted, Served } from './served-commands.ts';
import type { WriteJob, Written } from './write-path.ts';

const moduleOf = (name: string): URL => new URL(`./${name}.ts`, import.meta.url);
const GENERATOR = new URL('../../load/http/load-generator.ts', import.meta.url);

/** Measures what the simulation begins with, on the disk that has this folder, in a few minutes. `say` is told how far it is. */
export async function measure(folder: string, say: (progress: string) => void): Promise<Inputs> {
  const [, busy = 0] = loadavg();
  const space = workspace(folder);
  try {
    if (!space.durable) say(`${folder} is in memory: a sync costs nothing there; choose a disk with --folder`);
    say('a folder of 200,000 entries: size, rebuild, audit, copy');
    const filled = await folderFigures(space);
    say('commands over HTTP');
    const served = await commands(space);
    say('the write path, proofs, ledgers in memory and not in memory');
    const { decision, append, proof, load, memory } = await writePath(space);
    return {
      date: new Date().toISOString().slice(0, 10),
      machine: describeMachine(),
      busy,
      entry: { events: filled.events, readModels: filled.readModels },
      work: { ...served, decision: decision[0]!, projection: filled.projection, audit: filled.audit, proof: proof[0]! },
      append: { alone: append[0]!, further: append[1]! },
      load: { withSnapshot: load[0]!, without: load[1]! },
      ledgerInMemory: memory[0]!,
      copied: filled.copied,
    };
  } finally {
    space.remove();
  }
}

async function folderFigures(space: Workspace): Promise<FolderFigures> {
  const settings = { folder: space.make('filled'), ledgers: 200, entries: 200_000 };
  const filled: Contender<null, FolderFigures> = await start(moduleOf('filled-folder'), settings, { asService: true });
  try {
    return await filled.run(null);
  } finally {
    await filled.close();
  }
}

const CONNECTIONS = 16;

async function commands(space: Workspace): Promise<Pick<Inputs['work'], 'command' | 'commandAllThreads'>> {
  const settings = { folder: space.make('served'), ledgers: 100 };
  const service: Contender<CountJob, Counted> = await start(moduleOf('served-commands'), settings, { asService: true });
  const generator: Contender<PostJob, Pace> = await start(GENERATOR, null);
  try {
    const served = JSON.parse(service.setup) as Served;
    const job = { ...served, connections: CONNECTIONS };
    await generator.run({ ...job, milliseconds: 3_000 });
    await service.run('begin');
    const milliseconds = 5_000;
    const { perSecond } = await generator.run({ ...job, milliseconds });
    const { thread, process } = await service.run('tell');
    const count = (perSecond * milliseconds) / 1_000;
    return { command: thread / count, commandAllThreads: process / count };
  } finally {
    await generator.close();
    await service.close();
  }
}

async function writePath(space: Workspace): Promise<Readonly<Record<WriteJob, Written>>> {
  const folders: Readonly<Record<WriteJob, string>> = {
    decision: space.make('decision'),
    append: space.make('append'),
    proof: space.make('proof'),
    load: space.make('load'),
    memory: space.make('memory'),
  };
  process.execArgv.push('--expose-gc');
  const path: Contender<WriteJob, Written> = await start(moduleOf('write-path'), { folders }, { asService: true });
  process.execArgv.pop();
  try {
    return {
      decision: await path.run('decision'),
      append: await path.run('append'),
      proof: await path.run('proof'),
      load: await path.run('load'),
      memory: await path.run('memory'),
    };
  } finally {
    await path.close();
  }
}
