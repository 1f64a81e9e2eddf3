import type { ExamplesOf } from '#kernel/event';
import { assignments, definitions } from '#responsibility/domain/examples/duties';
import type {
  ChangeDescribed,
  ChangeDrafted,
  ChangeLineDrafted,
  ChangeOpened,
  ChangeRevised,
} from '../approval.events.ts';
import { DEFAULT_POLICY, type ApprovalPolicy } from '../policy.ts';

/** A policy that asks for more than the one that holds until there is another. */
export const STRICTER: ApprovalPolicy = {
  quorum: { p1: { atLeast: 1 }, p2: { atLeast: 1 } },
  ratifyWithinHours: 72,
  expiresAfterDays: 14,
  remindAfterDays: 3,
  escalation: { afterDays: 5, to: 'owner' },
  deemed: { party: 'p2', afterDays: 10 },
};

/** How changes are written and opened: C-3 in two revisions, C-5 in an emergency, C-6 to undo it, C-8 in the place of C-7. */
export const drafting: ExamplesOf<ChangeDrafted | ChangeLineDrafted | ChangeRevised | ChangeDescribed | ChangeOpened> =
  {
    ChangeDrafted: [
      {
        type: 'ChangeDrafted',
        schema: 1,
        data: {
          changeId: 'C-3',
          revision: 1,
          policy: 0,
          effectiveFrom: '2026-02-01T00:00:00Z',
          effectiveTo: '2026-04-01T00:00:00Z',
          base: { 'LOG-03': 15 },
          attachments: [
            {
              digest: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
              name: { sealed: 'InG6Cstsr20leIN_P1RlNv8lnuK5hxMMD-xXXBZMTmE' },
            },
          ],
          lines: 1,
          backdatedDays: 13,
          digest: '7a3d7afdf07445ddfcbea5baf6cd5c55587c8b2f1f9c7e04f36a28df389ee7bb',
          title: { sealed: '1iteAiJwnI09fQtXPCct0TiM8Saq0fOd_5TNOwUyxZA' },
          kind: 'ordinary',
        },
      },
      {
        type: 'ChangeDrafted',
        schema: 1,
        data: {
          changeId: 'C-5',
          revision: 1,
          policy: 42,
          effectiveFrom: '2026-03-01T00:00:00Z',
          base: { 'LOG-03': 34 },
          lines: 1,
          digest: '7f40bc07248f43fa9b33ae2414e2c4292ad4506683284e3a63aba7bac91df2dc',
          title: { sealed: '1iteAiJwnI09fQtXPCct0TiM8Saq0fOd_5TNOwUyxZA' },
          kind: 'emergency',
        },
      },
      {
        type: 'ChangeDrafted',
        schema: 1,
        data: {
          changeId: 'C-6',
          revision: 1,
          policy: 42,
          effectiveFrom: '2026-03-01T09:04:00Z',
          base: { 'LOG-03': 47 },
          lines: 1,
          digest: 'f5113da01124cab90e219308418067a3a1803f8dc8dc8553e6b76511ddd0b228',
          title: { sealed: '1iteAiJwnI09fQtXPCct0TiM8Saq0fOd_5TNOwUyxZA' },
          kind: 'ordinary',
          reverses: 'C-5',
        },
      },
      {
        type: 'ChangeDrafted',
        schema: 1,
        data: {
          changeId: 'C-8',
          revision: 1,
          policy: 42,
          effectiveFrom: '2026-04-01T00:00:00Z',
          base: { 'BKP-04': 16 },
          terms: { retention: { entriesYears: 10, basis: 'HGB 257' } },
          lines: 1,
          digest: 'a91ee55bbb5756b0212d1678bcc2ef318b842018b211b83e5b7342d9feffc446',
          title: { sealed: '1iteAiJwnI09fQtXPCct0TiM8Saq0fOd_5TNOwUyxZA' },
          kind: 'ordinary',
          supersedes: 'C-7',
        },
      },
    ],
    ChangeLineDrafted: [
      {
        type: 'ChangeLineDrafted',
        schema: 1,
        data: {
          changeId: 'C-3',
          revision: 2,
          line: 1,
          drafted: { ref: 'LOG-03', act: 'assign', assignment: assignments.northwind },
        },
      },
      {
        type: 'ChangeLineDrafted',
        schema: 1,
        data: {
          changeId: 'C-3',
          revision: 2,
          line: 2,
          drafted: {
            ref: 'PAT-01',
            act: 'define',
            definition: definitions.patching,
            assignment: assignments.northwind,
          },
        },
      },
      {
        type: 'ChangeLineDrafted',
        schema: 1,
        data: {
          changeId: 'C-5',
          revision: 1,
          line: 1,
          drafted: { ref: 'LOG-03', act: 'assign', assignment: assignments.contoso },
          before: assignments.northwind,
        },
      },
    ],
    ChangeRevised: [
      {
        type: 'ChangeRevised',
        schema: 1,
        data: {
          changeId: 'C-3',
          revision: 2,
          policy: 0,
          effectiveFrom: '2026-03-01T00:00:00Z',
          effectiveTo: '2026-04-01T00:00:00Z',
          base: { 'LOG-03': 15 },
          lines: 2,
          digest: '965118b693082262b53a5c259c85c1116bdc6bae348fffbc8cf78074cd2333b4',
        },
      },
    ],
    ChangeDescribed: [
      {
        type: 'ChangeDescribed',
        schema: 1,
        data: {
          changeId: 'C-3',
          title: { sealed: '4eDh4KpESHYthKDJqNqv5dnnAcNhvXnXMKJk0_jqRzI' },
          reason: { sealed: 'A9m9asCN95JNPgArTpiVuWul0nzYf4UxVt8CDFO-_l4' },
        },
      },
    ],
    ChangeOpened: [
      {
        type: 'ChangeOpened',
        schema: 1,
        data: {
          changeId: 'C-3',
          revision: 2,
          digest: '965118b693082262b53a5c259c85c1116bdc6bae348fffbc8cf78074cd2333b4',
          version: 0,
          policy: DEFAULT_POLICY,
          quorum: [
            { party: 'p1', needed: 1 },
            { party: 'p2', needed: 1 },
          ],
        },
      },
      {
        type: 'ChangeOpened',
        schema: 1,
        data: {
          changeId: 'C-8',
          revision: 1,
          digest: 'a91ee55bbb5756b0212d1678bcc2ef318b842018b211b83e5b7342d9feffc446',
          version: 42,
          policy: STRICTER,
          quorum: [
            { party: 'p1', needed: 1 },
            { party: 'p2', needed: 1 },
          ],
          expiresAt: '2026-03-26T09:02:00Z',
        },
      },
    ],
  };
