import { InvalidArgumentError, Option, type Command } from 'commander';

/** Marks a command as one about an engagement. */
export const aboutEngagement = (command: Command): Command =>
  command.requiredOption('-e, --engagement <slug>', 'the engagement it is about');

/** Marks a command whose receipt can be kept. */
export const receipted = (command: Command): Command =>
  command.option('--receipt <file>', 'keep the receipt in this file: proof for whoever verifies');

/** Marks a command as one that records something. */
export const recording = (command: Command): Command =>
  receipted(aboutEngagement(command))
    .option('--as <member>', 'act as this member, on a data folder (default: m3, who opened the engagement)')
    .option('--command-id <uuid>', 'id of the command; the same id never records twice');

/** Marks a command as one that can be given in the right of another. */
export const delegable = (command: Command): Command =>
  recording(command).option('--on-behalf-of <member>', 'in the right of this member, who delegated it to you');

/** How an engagement is opened. */
export const opening = (command: Command): Command =>
  command
    .option('--title <text>', 'title of the engagement (default: its slug)')
    .option('--zone <iana>', 'contract time zone (default: UTC)')
    .option('--provider <name>', 'name of the provider (default: Provider)')
    .option('--client <name>', 'name of the client (default: Client)')
    .option('--founder <name>', 'who opens it, a person of the provider (default: Founder)');

export const choice = (flags: string, description: string, choices: readonly string[]): Option =>
  new Option(flags, description).choices(choices);

/** A whole number from `least` to `most`. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };

/** Options that may be given more than once, or with commas. */
export const several =
  (known: readonly string[]) =>
  (text: string, before: readonly string[]): readonly string[] => {
    const words = text.split(',').map((word) => word.trim());
    const unknown = words.find((word) => !known.includes(word));
    if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is not one of ${known.join(', ')}.`);
    return [...before, ...words];
  };
