import { alarmText } from '../alarms/alarm-bell.ts';
import type { WitnessConfig } from '../config.ts';
import { AlarmStore, type Alarm } from '../storage/alarm-store.ts';
import { CommandFault, type Print } from './command-fault.ts';
import { withWitnessFile } from './folder.ts';

export interface AcknowledgeOptions {
  readonly by: string;
  readonly remark: string;
}

/** Prints alarms with their evidence, the oldest first. */
export async function listAlarms(
  config: WitnessConfig,
  { all = false }: { readonly all?: boolean },
  print: Print,
): Promise<void> {
  await withWitnessFile(config, async (database) => {
    const alarms = new AlarmStore(database);
    const listed = all ? alarms.all() : alarms.open();
    if (listed.length === 0) await print(all ? 'There was never an alarm.\n' : 'No alarm is open.\n');
    for (const alarm of listed) await print(`${alarmText(alarm)}${acknowledgement(alarm)}\n`);
  });
}

function acknowledgement({ id, acknowledged }: Alarm): string {
  if (acknowledged === undefined)
    return `Open. When you know what to do: npm run witness -- acknowledge ${id} --by "…"\n`;
  const { at, by, remark } = acknowledged;
  return `Acknowledged by ${by} at ${at}${remark === '' ? '' : `: ${remark}`}\n`;
}

/** Notes that a person has looked at an alarm. The evidence stays. @throws CommandFault where it is not open */
export async function acknowledge(
  config: WitnessConfig,
  id: string,
  { by, remark }: AcknowledgeOptions,
  print: Print,
): Promise<void> {
  await withWitnessFile(config, async (database) => {
    const alarms = new AlarmStore(database);
    const number = /^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0;
    if (by.trim() === '') throw new CommandFault('Say who has looked: --by "…".');
    if (!alarms.acknowledge(number, new Date().toISOString(), by, remark)) {
      throw new CommandFault(`No alarm ${id} is open.`);
    }
    const open = alarms.countOpen();
    await print(`Alarm ${id} is acknowledged by ${by}. ${open === 0 ? 'None is open.' : `Open: ${open}.`}\n`);
  });
}
