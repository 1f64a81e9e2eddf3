import { isCode, isSpec, type SourceFile } from './source-tree.ts';

/** A habit that no linter knows. `objections` names each breach: where, what, and how to mend it. */
export interface HouseRule {
  readonly rule: string;
  readonly objections: (tree: readonly SourceFile[]) => readonly string[];
}

const MAX_LINES = 250;
const MAX_LINES_OF_A_SPEC = 400;
const MAX_FILES_IN_A_FOLDER = 10;

const SAYS_NOTHING = /^(?:utils?|helpers?|common|base|misc)$/;
const PURE = /^libs\/(?:(?:kernel|transparency|passkey|rulebook|answers|replay|pack|witness)\/|[^/]+\/src\/domain\/)/;
/** What a pure file must be handed in: time, chance, and everything that only some runtimes have. */
const IMPURE =
  /\b(?:Date\.now|new Date\(\s*\)|(?<!new )\bDate\(\s*\)|Temporal\.Now|Math\.random|(?:crypto|performance|process|console|globalThis)\s*[.[]|Buffer\b|(?:setTimeout|setInterval|setImmediate|fetch)\s*\()/;
const ENVIRONMENT =
  /\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\[['"]env['"]\]|\{[^}]*\benv\b[^}]*\}\s*(?:=\s*process\b|from\s*['"](?:node:)?process['"])/;
const RELATIVE_IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.{1,2}\/[^'"]*)['"]/g;
const REFUSAL = /\bnew Refusal\(|(?<!function )\brefusal\(\s*(?:['"`]|$)/;

const ENGINE =
  /(?:\bfrom|\bimport)\s*\(?\s*['"](?:node:sqlite|#sqlite-store\/|#kurrentdb-store\/|@eventstore\/db-client)/;

const lines = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n');

/** The text with comments blanked out, line by line, so that prose about a clock is no use of a clock. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
}

/** An objection for each line of code that matches. */
function linesThat(pattern: RegExp, { path, text }: SourceFile, mend: string): readonly string[] {
  return lines(withoutComments(text)).flatMap((line, i) => {
    const found = pattern.exec(line)?.[0];
    return found === undefined ? [] : [`${path}:${i + 1}: ${found.trim()}: ${mend}`];
  });
}

function namesThatSayNothing({ path }: SourceFile): readonly string[] {
  const words = path
    .split('/')
    .flatMap((segment) => [
      ...segment.split('.'),
      ...segment.split(/[.-]/).filter((w) => w !== 'base' && w !== 'common'),
    ]);
  const word = words.find((candidate) => SAYS_NOTHING.test(candidate.toLowerCase()));
  return word === undefined ? [] : [`${path}: "${word}" says nothing: name the file after what is in it`];
}

function environmentReaders(tree: readonly SourceFile[]): readonly string[] {
  const readers = tree.filter(
    ({ path, text }) => isCode(path) && !isSpec(path) && ENVIRONMENT.test(withoutComments(text)),
  );
  const ofLibraries = readers.filter(({ path }) => path.startsWith('libs/'));
  const ofApps = Map.groupBy(
    readers.filter(({ path }) => path.startsWith('apps/')),
    ({ path }) => path.split('/')[1],
  );
  return [
    ...ofLibraries.map(({ path }) => `${path}: a library is configured by its caller: take the setting as a parameter`),
    ...[...ofApps.values()]
      .filter((files) => files.length > 1)
      .map((files) => `${files.map(({ path }) => path).join(', ')}: read the environment in one of them`),
  ];
}

function engineChoices(tree: readonly SourceFile[]): readonly string[] {
  const choices = tree.filter(({ path, text }) => path.startsWith('apps/') && !isSpec(path) && ENGINE.test(text));
  return [...Map.groupBy(choices, ({ path }) => path.split('/')[1]).values()]
    .filter((files) => files.length > 1)
    .map((files) => `${files.map(({ path }) => path).join(', ')}: choose the storage engine in one of them`);
}

function longFiles({ path, text }: SourceFile): readonly string[] {
  const limit = isSpec(path) ? MAX_LINES_OF_A_SPEC : MAX_LINES;
  const count = lines(text).length;
  return isCode(path) && count > limit
    ? [`${path}: ${count} lines, ${limit} at most: find the second thing in it`]
    : [];
}

function crowdedFolders(tree: readonly SourceFile[]): readonly string[] {
  const sources = tree.filter(({ path }) => isCode(path) && !isSpec(path));
  const folders = Map.groupBy(sources, ({ path }) => path.slice(0, path.lastIndexOf('/')));
  return [...folders]
    .filter(([, files]) => files.length > MAX_FILES_IN_A_FOLDER)
    .map(
      ([folder, files]) =>
        `${folder}: ${files.length} files, ${MAX_FILES_IN_A_FOLDER} at most: group what belongs together`,
    );
}

function importsWithoutEnding({ path, text }: SourceFile): readonly string[] {
  if (!path.endsWith('.ts')) return [];
  const specifiers = [...withoutComments(text).matchAll(RELATIVE_IMPORT)].map(([, specifier]) => specifier ?? '');
  return specifiers
    .filter((specifier) => !/\.(?:ts|json)$/.test(specifier))
    .map((specifier) => `${path}: import '${specifier}' with the ending of its source file, .ts`);
}

const inEach =
  (check: (file: SourceFile) => readonly string[]) =>
  (tree: readonly SourceFile[]): readonly string[] =>
    tree.flatMap(check);

export const HOUSE_RULES: readonly HouseRule[] = [
  { rule: 'Names say what a thing is', objections: inEach(namesThatSayNothing) },
  { rule: 'The environment is read in one file of an app, and in no library', objections: environmentReaders },
  { rule: 'A storage engine is chosen in one file of an app', objections: engineChoices },
  {
    rule: 'Pure code knows no clock, no chance and no runtime',
    objections: inEach((file) =>
      PURE.test(file.path) && !isSpec(file.path) ? linesThat(IMPURE, file, 'take it as a parameter') : [],
    ),
  },
  { rule: 'A file is one concept', objections: inEach(longFiles) },
  { rule: 'A folder can be taken in at a glance', objections: crowdedFolders },
  {
    rule: 'Nothing is put off',
    objections: inEach(({ path, text }) =>
      lines(text).flatMap((line, i) =>
        /\b(?:TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b/.test(line) ? [`${path}:${i + 1}: do it, or open an issue`] : [],
      ),
    ),
  },
  { rule: 'A relative import names the file', objections: inEach(importsWithoutEnding) },
  {
    rule: 'Refusals stand in *.refusals.ts',
    objections: inEach((file) =>
      /^(?:apps|libs)\//.test(file.path) &&
      isCode(file.path) &&
      !isSpec(file.path) &&
      !/\.refusals\.ts$|^libs\/kernel\/src\/refusal\.ts$/.test(file.path)
        ? linesThat(REFUSAL, file, 'list it in the *.refusals.ts of the capability, where its code is documented')
        : [],
    ),
  },
  {
    rule: 'No test runs alone',
    objections: inEach((file) =>
      isSpec(file.path) ? linesThat(/\b(?:describe|it|test)\.only\b|\b(?:fit|fdescribe)\(/, file, 'remove it') : [],
    ),
  },
];
