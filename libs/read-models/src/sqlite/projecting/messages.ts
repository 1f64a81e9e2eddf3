import type { FeedInThread } from '../feed.ts';
import type { Build } from './builder.ts';
import type { Followed } from './open-projector.ts';
import type { Progress } from '../../read-models.ts';

/** What a projector's thread is started with. */
export interface ThreadStart {
  readonly feed: FeedInThread;
  readonly task: { readonly follow: Followed } | { readonly build: Build };
}

export type ToThread = 'wake' | 'hurry' | 'stop';

export type FromThread =
  | { readonly is: 'ready'; readonly progress: Progress }
  | { readonly is: 'progress'; readonly progress: Progress }
  | { readonly is: 'idle' }
  | { readonly is: 'building'; readonly position: number; readonly entries: number }
  | { readonly is: 'built' }
  | { readonly is: 'failed'; readonly reason: string };
