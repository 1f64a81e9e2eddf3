import { resolve } from 'node:path';
import type { Context } from '../../context.ts';

export interface ServeOptions {
  readonly port?: number;
  readonly host?: string;
}

/** Runs the service, as `npm start` does, until the process is ended. What is not said here is taken from its own variables. */
export async function serve(context: Context, { port, host }: ServeOptions): Promise<void> {
  const { folder, shared } = context.folder('onus serve');
  const { beginAsService, readConfig } = await import('#apps/ledger/src/config');
  beginAsService();
  const { startService } = await import('#apps/ledger/src/start');
  await startService({
    ...readConfig(),
    folder: resolve(folder),
    ...(shared !== undefined && { shared }),
    ...(port !== undefined && { port }),
    ...(host !== undefined && { host }),
  });
}
