import type { Instant } from '#kernel/instant';
import type { LedgerReceipt } from '#transparency/receipt';
import { streamOf, type Onus } from '../runtime/onus.ts';
import { local } from './step.ts';
import { commandIdOf, StoryTeller } from './story-teller.ts';
import { SLUG, story } from './story.ts';

export interface Demo {
  /** Slug of the engagement. */
  readonly engagement: string;
  /** Number of entries that its ledger holds. */
  readonly entries: number;
  /** Wait for this before reading. */
  readonly position: number;
  /** False where the demonstration was there already. */
  readonly built: boolean;
  /** Of the last entry, under which all others stand. */
  readonly receipt: LedgerReceipt | null;
}

interface DemoOptions {
  /** Steps recorded, of all that are to be recorded. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Callers who ask for it at the same time get the same one. */
const underWay = new WeakMap<Onus, Promise<Demo>>();

/**
 * Builds a year of one engagement, from the first day of November 2025 to the end of October 2026, through the same commands as
 * everybody's. Every entry carries the story's own time and says that it is a demonstration. The story is always the same;
 * where it was told to its end already, nothing is recorded, and where it was interrupted it goes on.
 *
 * @throws Refusal `engagement/not-a-demonstration` where an engagement of that slug exists and is a real one.
 */
export async function buildDemo(onus: Onus, options: DemoOptions = {}): Promise<Demo> {
  const running = underWay.get(onus);
  if (running !== undefined) return running;
  const building = build(onus, options).finally(() => underWay.delete(onus));
  underWay.set(onus, building);
  return building;
}

async function build(onus: Onus, { onProgress = () => {} }: DemoOptions): Promise<Demo> {
  const engagementId = onus.engagementId(SLUG);
  const steps = story();
  let time: Instant = local(steps[0]!.at);
  const built = await onus.demonstrate(
    engagementId,
    () => time,
    async () => {
      const { position } = await onus.state(engagementId);
      await onus.read.reach(position, PATIENCE);
      const last = commandIdOf(steps.at(-1)!.name);
      if (onus.read.command(streamOf(engagementId), last) !== undefined) return false;
      const teller = new StoryTeller(onus, engagementId);
      for (const [i, step] of steps.entries()) {
        time = local(step.at);
        await teller.tell(step);
        onProgress(i + 1, steps.length);
      }
      return true;
    },
  );
  const { size, position } = await onus.state(engagementId);
  await onus.read.reach(position, PATIENCE);
  const receipt = await onus.receiptOf(engagementId);
  return { engagement: SLUG, entries: size, position, built, receipt };
}

/** How long the read models may take to catch up, in milliseconds. */
const PATIENCE = 120_000;
