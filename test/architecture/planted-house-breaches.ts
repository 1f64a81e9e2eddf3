import type { SourceFile } from './source-tree.ts';

/** A little tree that breaks one house rule, and how many times. */
export interface Breach {
  readonly rule: string;
  readonly tree: readonly SourceFile[];
  readonly objections: number;
}

const file = (path: string, text = ''): SourceFile => ({ path, text });
const pure = (text: string): SourceFile => file('libs/approval/src/domain/approval.ts', text);

/** Each is small enough to be seen through; what must not be objected to stands beside what must. */
export const BREACHES: readonly Breach[] = [
  {
    rule: 'Names say what a thing is',
    tree: [
      file('libs/kernel/src/utils/text.ts'),
      file('libs/kernel/src/text.helpers.ts'),
      file('libs/kernel/src/string-utils.ts'),
      file('libs/common/src/text.ts'),
      file('libs/kernel/src/base.ts'),
      file('libs/intake/src/mssp-baseline.ts'),
      file('libs/kernel/src/base-url.ts'),
    ],
    objections: 5,
  },
  {
    rule: 'The environment is read in one file of an app, and in no library',
    tree: [
      file('libs/kernel/src/text.ts', 'const home = process.env.HOME;'),
      file('libs/intake/src/text.ts', "import { env } from 'node:process';"),
      file('apps/ledger/src/a.ts', "const port = process.env['PORT'];"),
      file('apps/ledger/src/b.ts', 'const { env } = process;'),
      file('apps/cli/src/a.ts', 'const { ONUS_DATA } = process.env; // process.env is read here alone'),
    ],
    objections: 3,
  },
  {
    rule: 'A storage engine is chosen in one file of an app',
    tree: [
      file('apps/ledger/src/runtime/engine.ts', "import { SqliteEventStore } from '#sqlite-store/sqlite-event-store';"),
      file('apps/ledger/src/runtime/other.ts', "const { DatabaseSync } = await import('node:sqlite');"),
      file('apps/witness/src/storage/database.ts', "import { DatabaseSync } from 'node:sqlite';"),
      file('libs/sqlite-store/src/database.ts', "import { DatabaseSync } from 'node:sqlite';"),
    ],
    objections: 1,
  },
  {
    rule: 'Pure code knows no clock, no chance and no runtime',
    tree: [
      pure('const a = Date.now();\nconst b = new Date();\nconst c = Date();\nconst d = Temporal.Now.instant();'),
      pure('const a = Math.random();\nconst b = crypto.randomUUID();\nconst c = performance.now();'),
      pure("const a = process.pid;\nconst b = Buffer.from('');\nconsole.log(a, b);\nsetTimeout(go, 1);\nfetch(a);"),
      pure(
        '/** Never Date.now(). */\n// no Math.random()\nconst a = new Date(recordedAt);\nconst b = Date.parse(text);',
      ),
      file('libs/approval/src/approve-change/approve.ts', 'const a = Date.now();'),
    ],
    objections: 12,
  },
  {
    rule: 'A file is one concept',
    tree: [
      file('libs/kernel/src/long.ts', 'a;\n'.repeat(251)),
      file('libs/kernel/src/fits.ts', 'a;\n'.repeat(250)),
      file('libs/kernel/src/long.spec.ts', 'a;\n'.repeat(401)),
      file('libs/kernel/src/fits.spec.ts', 'a;\n'.repeat(400)),
    ],
    objections: 2,
  },
  {
    rule: 'A folder can be taken in at a glance',
    tree: [
      ...Array.from({ length: 11 }, (_, i) => file(`libs/kernel/src/file-${i}.ts`)),
      ...Array.from({ length: 10 }, (_, i) => file(`libs/intake/src/file-${i}.ts`)),
      ...Array.from({ length: 10 }, (_, i) => file(`libs/intake/src/file-${i}.spec.ts`)),
    ],
    objections: 1,
  },
  {
    rule: 'Nothing is put off',
    tree: [file('libs/kernel/src/a.ts', '// TODO: later'), file('apps/ledger/public/a.css', '/* FIXME */')],
    objections: 2,
  },
  {
    rule: 'A relative import names the file',
    tree: [
      file('libs/kernel/src/a.ts', "import { b } from './b';\nexport * from '../c.js';\nconst d = import('./d');"),
      file(
        'libs/kernel/src/b.ts',
        "import { a } from './a.ts';\nimport { c } from '#kernel/c';\nimport d from './d.json';",
      ),
    ],
    objections: 3,
  },
  {
    rule: 'Refusals stand in *.refusals.ts',
    tree: [
      file('libs/kernel/src/refusal.ts', 'export function refusal(code) { throw new Refusal(code); }'),
      file('libs/approval/src/domain/approval.refusals.ts', "refusal('approval/own-change')"),
      file(
        'libs/approval/src/domain/approval.decider.ts',
        "throw new Refusal('approval/secret');\nrefusal('approval/other');",
      ),
    ],
    objections: 2,
  },
  {
    rule: 'No test runs alone',
    tree: [file('libs/kernel/src/a.spec.ts', "it.only('a', a);\ndescribe('b', b);\nfdescribe('c', c);")],
    objections: 2,
  },
];
