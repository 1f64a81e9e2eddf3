import { openStorage } from '#apps/ledger/src/runtime/storage';
import type { Open } from '../harness/contender.ts';
import { fillFolder, type Filling } from './fill-folder.ts';

interface Settings {
  readonly folder: string;
  readonly filling: Filling;
}

/** Entries a second. */
export type Rate = number;

/** Builds all read models anew beside those that answer, as `onus rebuild` does, until the new file has taken over. */
export const open: Open<Settings, 'rebuild', Rate> = async ({ folder, filling }) => {
  await fillFolder(folder, filling);
  const { read, close } = await openStorage({ folder });
  return {
    setup: `${filling.entries} entries`,
    run: async () => {
      const start = performance.now();
      await read.rebuild();
      return (filling.entries / (performance.now() - start)) * 1_000;
    },
    close,
  };
};
