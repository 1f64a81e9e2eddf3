import { builtinModules } from 'node:module';

/**
 * Who may know whom. The reasons are in docs/architecture.md; test/architecture/dependency-rules.spec.ts plants a violation of
 * every rule and expects it to be named, so a rule that checks nothing fails the build.
 *
 * Rules with `reachable` look through any number of files in between. The others need not: what a pure file may import is held to
 * the same rule, so the first step is enough.
 */
const SPEC = String.raw`\.spec\.ts$`;
const CAPABILITIES = '(?:engagement|responsibility|approval|evidence|objection|snapshot|matrix-version|intake)';
const DOMAIN = '^libs/[^/]+/src/domain/';
const PURE = ['^libs/(?:kernel|transparency|passkey|rulebook|answers|replay|pack|witness)/', DOMAIN];
const ADAPTERS = '^libs/(?:sqlite|kurrentdb)-store/';
/** Where an engine may be named: the adapters, and the read models, which live in a SQLite file of their own. */
const ENGINE_ROOMS = '^libs/(?:sqlite-store|kurrentdb-store|read-models)/';
const ENGINES = [
  '^(?:node:)?sqlite$',
  'node_modules/(?:@eventstore/db-client|better-sqlite3|pg)/',
  '^libs/(?:sqlite|kurrentdb)-store/',
];
const BUILTINS = `^(?:node:)?(?:${builtinModules.map((name) => name.replace('node:', '')).join('|')})$`;
/** Of each service, one file here chooses the engine; that it is one is a house rule (test/architecture/house-rules.ts). */
const ENGINE_CHOICE = '^apps/(?:ledger/src/runtime|witness/src/storage)/[^/]+\\.ts$';

const error = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    error(
      'pure-code-uses-no-node-builtin',
      'Kernel, transparency, passkey, rulebook, answers, replay, pack, witness and every domain folder run in a browser too: no clock, no files, no random. Let the caller pass in what it needs.',
      { path: PURE, pathNot: SPEC },
      { dependencyTypes: ['core'] },
    ),
    error(
      'pure-code-uses-no-package',
      'Kernel, transparency, passkey, rulebook, answers, replay, pack, witness and every domain folder stand without frameworks: what they need is written out there.',
      { path: PURE, pathNot: SPEC },
      { path: 'node_modules/' },
    ),
    error(
      'kernel-imports-nothing-of-ours',
      'Everything rests on the kernel; it rests on nothing.',
      { path: '^libs/kernel/' },
      { path: '^(?:libs|apps|test)/', pathNot: '^libs/kernel/' },
    ),
    error(
      'transparency-imports-nothing-of-ours',
      'A verifier must be able to carry this library away alone.',
      { path: '^libs/transparency/', pathNot: SPEC },
      { path: '^(?:libs|apps|test)/', pathNot: '^libs/transparency/' },
    ),
    error(
      'passkey-knows-kernel-and-transparency-only',
      'What an authenticator signed is read without anything else of ours, so that a verifier can carry it away.',
      { path: '^libs/passkey/', pathNot: SPEC },
      { path: '^(?:libs|apps|test)/', pathNot: '^libs/(?:kernel|transparency|passkey)/' },
    ),
    error(
      'witness-knows-transparency-only',
      'What a witness decides rests on proofs, and on nothing that the operator of a log wrote beside them.',
      { path: '^libs/witness/', pathNot: SPEC },
      { path: '^(?:libs|apps|test)/', pathNot: '^libs/(?:transparency|witness)/' },
    ),
    error(
      'sealing-knows-entries-and-proofs-only',
      'What is sealed and audited is bytes and hashes, whatever the entries say and wherever they are kept.',
      { path: '^libs/sealing/', pathNot: SPEC },
      { path: '^(?:libs|apps|test)/', pathNot: '^libs/(?:kernel|transparency|ledger-store|witness|sealing)/' },
    ),
    error(
      'domain-knows-kernel-and-domains-only',
      'A rule book rests on the kernel, on what passkeys sign, and on the rules of other capabilities, never on use cases, stores or apps.',
      { path: DOMAIN, pathNot: SPEC },
      { path: '^(?:libs|apps|test)/', pathNot: ['^libs/(?:kernel|passkey)/', DOMAIN] },
    ),
    error(
      'rulebook-composes-domains-only',
      'The rulebook joins the deciders of all capabilities, and nothing else, so that a verifier can run it.',
      { path: '^libs/rulebook/', pathNot: SPEC },
      { path: '^(?:libs|apps|test)/', pathNot: ['^libs/(?:kernel|rulebook)/', DOMAIN] },
    ),
    error(
      'answers-rest-on-rules-only',
      'What an answer is follows from entries and rules, whatever it is stored in, so that a verifier can work it out.',
      { path: '^libs/answers/', pathNot: SPEC },
      { path: '^(?:libs|apps|test)/', pathNot: ['^libs/(?:kernel|rulebook|answers)/', DOMAIN] },
    ),
    error(
      'replay-rests-on-rules-only',
      'Rules are executed again from entries alone: a verifier must not need what it does not trust.',
      { path: '^libs/replay/', pathNot: SPEC },
      { path: '^(?:libs|apps|test)/', pathNot: ['^libs/(?:kernel|rulebook|answers|replay)/', DOMAIN] },
    ),
    error(
      'pack-rests-on-proofs-and-rules-only',
      'Whoever verifies a pack must need nothing that whoever made it runs.',
      { path: '^libs/pack/', pathNot: SPEC },
      {
        path: '^(?:libs|apps|test)/',
        pathNot: ['^libs/(?:kernel|transparency|rulebook|answers|replay|pack)/', DOMAIN],
      },
    ),
    error(
      'ledger-store-knows-kernel-and-transparency-only',
      'The event store port and the write path know entries and proofs, no capability and no engine.',
      { path: '^libs/ledger-store/', pathNot: SPEC },
      { path: '^(?:libs|apps|test)/', pathNot: '^libs/(?:kernel|transparency|ledger-store)/' },
    ),
    error(
      'capabilities-meet-in-domain',
      "Capabilities know each other's rules (domain/), never each other's use cases.",
      { path: `^libs/(${CAPABILITIES})/` },
      { path: `^libs/${CAPABILITIES}/`, pathNot: ['^libs/$1/', DOMAIN] },
    ),
    error(
      'adapters-are-chosen-by-apps',
      'A store is chosen where everything is put together: in an app, or in a test.',
      { pathNot: ['^(?:apps|test)/', SPEC, ENGINE_ROOMS] },
      { path: ADAPTERS },
    ),
    error(
      'adapters-do-not-know-each-other',
      'An engine can be replaced only while no other adapter leans on it.',
      { path: '^libs/(sqlite-store|kurrentdb-store|read-models)/', pathNot: SPEC },
      { path: ADAPTERS, pathNot: '^libs/$1/' },
    ),
    error(
      'storage-engine-is-named-once',
      'One file of each service chooses the engine; beside it only the adapters themselves name one.',
      { pathNot: [ENGINE_ROOMS, '^test/', SPEC, ENGINE_CHOICE] },
      { path: ENGINES },
    ),
    error(
      'shared-store-is-loaded-where-it-is-used',
      'Its client takes megabytes in every thread that loads it: import() it, so that whoever keeps everything in one folder does not.',
      { path: '^apps/', pathNot: SPEC },
      { path: '^libs/kurrentdb-store/', dynamic: false },
    ),
    error(
      'libs-never-reach-a-storage-engine',
      'No chain of imports leads from a library to an engine, but from the adapters.',
      { path: '^libs/', pathNot: [ENGINE_ROOMS, SPEC] },
      { path: ENGINES, reachable: true },
    ),
    error(
      'libs-never-reach-apps',
      'No chain of imports leads from a library to an app: apps compose, libraries are composed.',
      { path: '^libs/', pathNot: SPEC },
      { path: '^apps/', reachable: true },
    ),
    error(
      'pure-code-reaches-pure-code-only',
      'No chain of imports leads from pure code to a Node built-in or a package, however long.',
      { path: PURE, pathNot: SPEC },
      { path: ['node_modules/', BUILTINS], reachable: true },
    ),
    error(
      'product-never-imports-tests',
      'What ships does not lean on what tests it.',
      { path: '^(?:apps|libs)/', pathNot: SPEC },
      { path: ['^test/', SPEC] },
    ),
    error(
      'product-uses-no-development-package',
      'What is needed at run time stands in "dependencies".',
      { path: '^(?:apps|libs)/', pathNot: SPEC },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    error(
      'packages-are-declared',
      'A package that only happens to be installed goes away some day: list it in package.json.',
      { path: '^(?:apps|libs|test)/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    error('imports-resolve', 'The import leads nowhere.', { path: '^(?:apps|libs|test)/' }, { couldNotResolve: true }),
    error('no-cycles', 'Files that need each other are one file, or lack a third.', {}, { circular: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|test/load/peers)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'types', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
