import type { ExamplesOf } from '#kernel/event';
import type { ApprovalEvent } from './approval.events.ts';
import { deciding } from './examples/deciding-events.ts';
import { drafting } from './examples/drafting-events.ts';
import { firstForm } from './examples/first-form.ts';

export * from './examples/changes.ts';
export * from './examples/first-form.ts';

export const examples: ExamplesOf<ApprovalEvent> = { ...firstForm, ...drafting, ...deciding };
