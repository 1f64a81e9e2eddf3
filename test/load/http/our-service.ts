import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openOnus } from '#apps/ledger/src/runtime/open-onus';
import { openLedger, slugOf, submitter } from '../write/ledgers-to-write.ts';
import { TASK } from '../write/payload.ts';

const MAIN = fileURLToPath(new URL('../../../dist/apps/ledger/src/main.js', import.meta.url));

/** The service as it ships, over a folder of its own. */
export interface OurService {
  readonly port: number;
  /** The first owner key, as it is printed. */
  readonly authorization: string;
  /** Where evidence is posted to, for each engagement. */
  readonly paths: readonly string[];
  stop(): Promise<void>;
}

/** Whether the service was built. */
export const isBuilt = (): boolean => existsSync(MAIN);

/** Opens engagements in a folder, then starts the built service on it as `npm start` does. @throws Error with what it printed */
export async function startOurService(folder: string, ledgers: number): Promise<OurService> {
  const onus = await openOnus({ folder });
  const submit = submitter(onus);
  await Promise.all(Array.from({ length: ledgers }, (_, ledger) => openLedger(submit, ledger)));
  const paths = Array.from(
    { length: ledgers },
    (_, ledger) => `/v1/engagements/${onus.engagementId(slugOf(ledger))}/tasks/${TASK}/evidence`,
  );
  await onus.close();
  const service = spawn(process.execPath, [MAIN], {
    env: { ...process.env, ONUS_DATA: folder, ONUS_HOST: '127.0.0.1', ONUS_PORT: '0' },
    stdio: ['ignore', 'pipe', 2],
  });
  const exited = new Promise<void>((resolve) => service.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    service.kill('SIGTERM');
    await exited;
  };
  return new Promise((resolve, reject) => {
    let printed = '';
    // Read on to its end: a service that cannot print any more would fail.
    service.stdout!.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const port = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(printed)?.[1];
      const key = /onus_[0-9a-f]{15}_[A-Za-z0-9_-]{43}/.exec(printed)?.[0];
      if (port !== undefined && key !== undefined) {
        resolve({ port: Number(port), authorization: `Bearer ${key}`, paths, stop });
      }
    });
    void exited.then(() => reject(new Error(`the service did not start: ${printed}`)));
  });
}
