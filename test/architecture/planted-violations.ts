/** A file of a small tree, and what it imports. */
export interface PlantedFile {
  readonly path: string;
  readonly source: string;
}

/** A file that breaks one rule of `.dependency-cruiser.js`. `path` is the file that the checker must name. */
export interface Violation extends PlantedFile {
  readonly rule: string;
}

/** A small tree shaped like the project that keeps every rule: what the violations are planted into. */
export const SOUND_TREE: readonly PlantedFile[] = [
  { path: 'libs/kernel/src/json.ts', source: 'export const json = 1;' },
  { path: 'libs/transparency/src/tree.ts', source: 'export const tree = 1;' },
  {
    path: 'libs/witness/src/judgement.ts',
    source: "import { tree } from '#transparency/tree'; export const judgement = tree;",
  },
  { path: 'apps/witness/src/storage/database.ts', source: "import 'node:sqlite'; import '#witness/judgement';" },
  {
    path: 'libs/engagement/src/domain/engagement.ts',
    source: "import { json } from '#kernel/json'; export const engagement = json;",
  },
  {
    path: 'libs/engagement/src/open-engagement/open-engagement.ts',
    source: "import { engagement } from '#engagement/domain/engagement'; export const open = engagement;",
  },
  {
    path: 'libs/approval/src/domain/approval.ts',
    source: "import { engagement } from '#engagement/domain/engagement'; export const approval = engagement;",
  },
  {
    path: 'libs/rulebook/src/rulebook.ts',
    source: "import { approval } from '#approval/domain/approval'; export const rulebook = approval;",
  },
  {
    path: 'libs/answers/src/answers.ts',
    source: "import { rulebook } from '#rulebook/rulebook'; export const answers = rulebook;",
  },
  {
    path: 'libs/replay/src/replay.ts',
    source:
      "import { answers } from '#answers/answers'; import { approval } from '#approval/domain/approval'; export const replay = [answers, approval];",
  },
  {
    path: 'libs/pack/src/pack.ts',
    source:
      "import { answers } from '#answers/answers'; import { replay } from '#replay/replay'; import { tree } from '#transparency/tree'; export const pack = [answers, replay, tree];",
  },
  {
    path: 'libs/ledger-store/src/event-store.ts',
    source: "import { json } from '#kernel/json'; import 'node:crypto'; export const store = json;",
  },
  {
    path: 'libs/ledger-store/src/proofs.ts',
    source: "import { tree } from '#transparency/tree'; export const proofs = tree;",
  },
  { path: 'libs/kurrentdb-store/src/client.ts', source: 'export const client = 1;' },
  {
    path: 'libs/sqlite-store/src/sqlite-store.ts',
    source: "import { store } from '#ledger-store/event-store'; import 'node:sqlite'; export const sqlite = store;",
  },
  {
    path: 'libs/read-models/src/rows.ts',
    source: "import 'node:sqlite'; import { json } from '#kernel/json'; export const rows = json;",
  },
  {
    path: 'apps/ledger/src/runtime/engine.ts',
    source: `import { sqlite } from '#sqlite-store/sqlite-store'; export const engine = sqlite;
             export const shared = () => import('#kurrentdb-store/client');`,
  },
  {
    path: 'apps/ledger/src/main.ts',
    source:
      "import 'csv-parse'; import './runtime/engine.ts'; import '#read-models/rows'; import '#rulebook/rulebook';",
  },
  {
    path: 'libs/engagement/src/domain/engagement.spec.ts',
    source: "import 'node:fs'; import 'fast-check'; import { engagement } from './engagement.ts'; void engagement;",
  },
  { path: 'test/journey.spec.ts', source: "import '#sqlite-store/sqlite-store'; import '#apps/ledger/src/main';" },
];

/** Packages of that tree: one declared, one declared for development only, one that merely lies there. */
export const PACKAGES = ['csv-parse', 'fast-check', 'stowaway'] as const;

/** Files that the violations lead through; on their own they break nothing that is looked for. */
export const STEPPING_STONES: readonly PlantedFile[] = [
  // From the kernel to Node by one file more: each step alone would be seen, the chain as well.
  { path: 'libs/kernel/src/detour.ts', source: "import 'node:os'; export const detour = 1;" },
  {
    path: 'libs/ledger-store/src/detour.ts',
    source: "import { sqlite } from '#sqlite-store/sqlite-store'; export const detour = sqlite;",
  },
  { path: 'libs/ledger-store/src/app-detour.ts', source: "import '#apps/ledger/src/main'; export const detour = 1;" },
  {
    path: 'libs/approval/src/cycle-start.ts',
    source: "import { end } from './cycle-end.ts'; export const start = () => end;",
  },
];

/** One violation for each rule, and more where a rule has several ways to be broken. */
export const VIOLATIONS: readonly Violation[] = [
  { rule: 'pure-code-uses-no-node-builtin', path: 'libs/kernel/src/with-node.ts', source: "import 'node:fs';" },
  {
    rule: 'pure-code-uses-no-node-builtin',
    path: 'libs/approval/src/domain/with-node.ts',
    source: "export const later = () => import('node:crypto');",
  },
  {
    rule: 'pure-code-uses-no-node-builtin',
    path: 'libs/transparency/src/with-node.ts',
    source: "import type { Hash } from 'node:crypto'; export type Digest = Hash;",
  },
  {
    rule: 'pure-code-uses-no-package',
    path: 'libs/engagement/src/domain/with-package.ts',
    source: "import 'csv-parse';",
  },
  { rule: 'pure-code-uses-no-package', path: 'libs/kernel/src/with-package.ts', source: "import 'csv-parse';" },
  {
    rule: 'kernel-imports-nothing-of-ours',
    path: 'libs/kernel/src/with-ours.ts',
    source: "import '#engagement/domain/engagement';",
  },
  {
    rule: 'transparency-imports-nothing-of-ours',
    path: 'libs/transparency/src/with-ours.ts',
    source: "import '#kernel/json';",
  },
  { rule: 'pure-code-uses-no-node-builtin', path: 'libs/witness/src/with-node.ts', source: "import 'node:crypto';" },
  {
    rule: 'sealing-knows-entries-and-proofs-only',
    path: 'libs/sealing/src/with-rows.ts',
    source: "import type { json } from '#read-models/rows'; export type Json = typeof json;",
  },
  {
    rule: 'passkey-knows-kernel-and-transparency-only',
    path: 'libs/passkey/src/with-store.ts',
    source: "import '#ledger-store/event-store';",
  },
  {
    rule: 'witness-knows-transparency-only',
    path: 'libs/witness/src/with-store.ts',
    source: "import '#ledger-store/event-store';",
  },
  {
    rule: 'storage-engine-is-named-once',
    path: 'apps/witness/src/elsewhere.ts',
    source: "import 'node:sqlite';",
  },
  {
    rule: 'domain-knows-kernel-and-domains-only',
    path: 'libs/engagement/src/domain/with-use-case.ts',
    source: "import '../open-engagement/open-engagement.ts';",
  },
  {
    rule: 'domain-knows-kernel-and-domains-only',
    path: 'libs/engagement/src/domain/with-port.ts',
    source: "import type { store } from '#ledger-store/event-store'; export type Store = typeof store;",
  },
  {
    rule: 'rulebook-composes-domains-only',
    path: 'libs/rulebook/src/with-store.ts',
    source: "import '#ledger-store/event-store';",
  },
  {
    rule: 'answers-rest-on-rules-only',
    path: 'libs/answers/src/with-rows.ts',
    source: "import type { json } from '#read-models/rows'; export type Json = typeof json;",
  },
  {
    rule: 'replay-rests-on-rules-only',
    path: 'libs/replay/src/with-use-case.ts',
    source: "import '#engagement/open-engagement/open-engagement';",
  },
  {
    rule: 'pack-rests-on-proofs-and-rules-only',
    path: 'libs/pack/src/with-store.ts',
    source: "import '#ledger-store/proofs';",
  },
  {
    rule: 'pure-code-uses-no-node-builtin',
    path: 'libs/pack/src/with-zlib.ts',
    source: "import 'node:zlib';",
  },
  {
    rule: 'pure-code-uses-no-node-builtin',
    path: 'libs/replay/src/with-crypto.ts',
    source: "import 'node:crypto';",
  },
  {
    rule: 'ledger-store-knows-kernel-and-transparency-only',
    path: 'libs/ledger-store/src/with-rules.ts',
    source: "import '#rulebook/rulebook';",
  },
  {
    rule: 'capabilities-meet-in-domain',
    path: 'libs/approval/src/approve-change/with-use-case.ts',
    source: "import '#engagement/open-engagement/open-engagement';",
  },
  {
    rule: 'adapters-are-chosen-by-apps',
    path: 'libs/approval/src/inbox/with-store.ts',
    source: "import '#sqlite-store/sqlite-store';",
  },
  {
    rule: 'adapters-do-not-know-each-other',
    path: 'libs/read-models/src/with-store.ts',
    source: "import '#sqlite-store/sqlite-store';",
  },
  {
    rule: 'storage-engine-is-named-once',
    path: 'apps/ledger/src/elsewhere.ts',
    source: "import 'node:sqlite';",
  },
  {
    rule: 'storage-engine-is-named-once',
    path: 'apps/cli/src/with-store.ts',
    source: "import '#sqlite-store/sqlite-store';",
  },
  {
    rule: 'shared-store-is-loaded-where-it-is-used',
    path: 'apps/ledger/src/runtime/with-client.ts',
    source: "import '#kurrentdb-store/client';",
  },
  {
    rule: 'libs-never-reach-a-storage-engine',
    path: 'libs/approval/src/inbox/far-from-engine.ts',
    source: "import '#ledger-store/detour';",
  },
  {
    rule: 'libs-never-reach-a-storage-engine',
    path: 'libs/approval/src/inbox/with-rows.ts',
    source: "import '#read-models/rows';",
  },
  {
    rule: 'libs-never-reach-apps',
    path: 'libs/approval/src/inbox/far-from-app.ts',
    source: "import '#ledger-store/app-detour';",
  },
  {
    rule: 'pure-code-reaches-pure-code-only',
    path: 'libs/approval/src/domain/far-from-node.ts',
    source: "import '#kernel/detour';",
  },
  {
    rule: 'product-never-imports-tests',
    path: 'apps/ledger/src/with-test.ts',
    source: "import '../../../test/journey.spec.ts';",
  },
  {
    rule: 'product-uses-no-development-package',
    path: 'apps/ledger/src/with-development-package.ts',
    source: "import 'fast-check';",
  },
  { rule: 'packages-are-declared', path: 'apps/ledger/src/with-stowaway.ts', source: "import 'stowaway';" },
  { rule: 'imports-resolve', path: 'apps/ledger/src/with-nothing.ts', source: "import '#kernel/nowhere';" },
  {
    rule: 'no-cycles',
    path: 'libs/approval/src/cycle-end.ts',
    source: "import { start } from './cycle-start.ts'; export const end = () => start;",
  },
];
