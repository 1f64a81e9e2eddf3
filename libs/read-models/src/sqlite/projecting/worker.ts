import { parentPort, workerData } from 'node:worker_threads';
import type { EntryFeed, EntryFeedModule, FeedPurpose } from '../feed.ts';
import { build, type Build } from './builder.ts';
import { Follower } from './follower.ts';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';
import { openProjector, type Followed } from './open-projector.ts';

/** The projector's thread: reads the store and writes read models, so that neither ever holds up a request. */

const { feed: source, task } = workerData as ThreadStart;
const port = parentPort!;
const say = (message: FromThread): void => port.postMessage(message);

async function openFeed(purpose: FeedPurpose): Promise<EntryFeed> {
  const module = (await import(source.module)) as EntryFeedModule;
  return module.openEntryFeed(source.data, purpose);
}

async function follow(file: Followed): Promise<void> {
  const feed = await openFeed('follow');
  const { database, projector } = await openProjector(file, feed).catch(async (error: unknown) => {
    // Its connections would keep a thread that does nothing.
    await feed.close?.();
    throw error;
  });
  const follower = new Follower({
    feed,
    projector,
    report: (progress) => say({ is: 'progress', progress }),
    idle: () => say({ is: 'idle' }),
  });
  feed.onMore?.(() => follower.wake());
  const end = async (): Promise<void> => {
    await follower.stop();
    database.close();
    await feed.close?.();
    port.close();
  };
  port.on('message', (message: ToThread) => {
    if (message === 'stop') void end();
    else follower[message]();
  });
  say({ is: 'ready', progress: { position: projector.position(), state: 'following' } });
}

async function buildAnew(what: Build): Promise<void> {
  const feed = await openFeed('read-once');
  await build(what, feed, (position, entries) => say({ is: 'building', position, entries }));
  await feed.close?.();
  say({ is: 'built' });
}

try {
  await ('follow' in task ? follow(task.follow) : buildAnew(task.build));
} catch (error) {
  say({ is: 'failed', reason: (error as Error).message });
}
