import type { WitnessConfig } from './config.ts';
import { listenAt } from './http/listen-at.ts';
import { policyLine } from './identity/policy-line.ts';
import { openWitness, type OpenWitness } from './open-witness.ts';
import { createService } from './service.ts';

/**
 * Opens the witness, listens, and says on standard output where, who it is, and what to hand over. SIGINT and SIGTERM finish what was
 * accepted and end the process.
 *
 * @throws StorageUnusable, NoIdentity, BadLogsFile, or BadConfig where it cannot listen; nothing is held open then
 */
export async function startWitness(config: WitnessConfig): Promise<void> {
  const open = await openWitness(config);
  try {
    await listen(open, config);
  } catch (error) {
    await open.close();
    throw error;
  }
}

async function listen(open: OpenWitness, config: WitnessConfig): Promise<void> {
  const { witness, alarms } = open;
  const service = await createService({ witness, alarms, prefix: config.prefix, log: logFault });
  await listenAt(service, config.host, config.port);

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    console.log('Finishing what was accepted …');
    void service
      .close()
      .then(() => open.close())
      .then(() => process.exit(0));
  };
  // Ctrl-C comes twice where npm stands in between, from the terminal and from npm: the second one must not end it in the midst.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  console.log(greeting(open, config, `${await service.getUrl()}${config.prefix}`));
}

function greeting(
  { vkey, logs, alarms }: OpenWitness,
  { logsFile, folder, url }: WitnessConfig,
  address: string,
): string {
  const followed =
    logs.length === 0
      ? `  nobody yet: write ${logsFile}, with a line "log <vkey> [url]" for each log, and start again`
      : logs
          .map(({ origin, url: from }) => `  ${origin}${from === undefined ? '' : ` (copied from ${from})`}`)
          .join('\n');
  const open = alarms.countOpen();
  const alarm =
    open === 0
      ? ''
      : `\n\n${open} ${open === 1 ? 'ALARM waits' : 'ALARMS wait'} for somebody to look: npm run witness -- alarms`;
  return (
    `The witness is running.\n\n  Address   ${address}/\n  Key       ${vkey}\n  Data      ${folder}\n\n` +
    `To hand over, for the policy of verifiers and the settings of the log:\n\n` +
    `  ${policyLine(vkey, url ?? address)}\n\nIt follows\n${followed}${alarm}\n`
  );
}

function logFault(error: unknown): void {
  console.error('fault:', error);
}
