import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { finalStages, lastStep, stagesOf, type Stage, type Step } from './dockerfile.ts';

/** A habit of images. `objections` names each breach: where, what, and how to mend it. */
export interface DockerfileRule {
  readonly rule: string;
  readonly objections: (stages: readonly Stage[], root: string) => readonly string[];
}

const inEachStep =
  (object: (step: Step) => string | undefined) =>
  (stages: readonly Stage[]): readonly string[] =>
    stages.flatMap(({ steps }) =>
      steps.flatMap((step) => {
        const objection = object(step);
        return objection === undefined ? [] : [`line ${step.line}: ${objection}`];
      }),
    );

const inEachImage =
  (object: (stage: Stage, stages: readonly Stage[]) => string | undefined) =>
  (stages: readonly Stage[]): readonly string[] =>
    finalStages(stages).flatMap((stage) => {
      const objection = object(stage, stages);
      return objection === undefined ? [] : [`stage ${stage.name}: ${objection}`];
    });

/** `trixie-20260918-slim`, `24.18.0`: a tag that says which, and not only what kind. */
const SAYS_WHICH = /\d+\.\d+\.\d+|\d{8}/;

function movingBases(stages: readonly Stage[]): readonly string[] {
  return stages
    .filter(({ base, line }) => !stages.some((other) => other.name === base && other.line < line))
    .filter(({ tag }) => tag === null || tag === 'latest' || !SAYS_WHICH.test(tag))
    .map(({ base, tag, line }) => `line ${line}: ${base}:${tag ?? ''}: pin a version, or a date`);
}

function lostSources(stages: readonly Stage[], root: string): readonly string[] {
  return stages.flatMap(({ steps }) =>
    steps
      .filter(({ keyword, flags }) => keyword === 'COPY' && flags['from'] === undefined)
      .flatMap(({ words, line }) =>
        words
          .slice(0, -1)
          .filter((source) => !existsSync(join(root, source)))
          .map((source) => `line ${line}: COPY ${source}: there is no such file`),
      ),
  );
}

function lostStages(stages: readonly Stage[]): readonly string[] {
  return stages.flatMap(({ steps, line: own }) =>
    steps
      .filter(({ flags }) => flags['from'] !== undefined)
      .filter(({ flags }) => !stages.some(({ name, line }) => name === flags['from'] && line < own))
      .map(({ flags, line }) => `line ${line}: --from=${flags['from']}: there is no such stage before it`),
  );
}

function apt({ keyword, text }: Step): string | undefined {
  if (keyword !== 'RUN' || !/\bapt(?:-get)? /.test(text)) return undefined;
  if (/\bapt (?:install|update)/.test(text)) return 'apt is for people: use apt-get';
  if (!/\bapt-get install\b/.test(text))
    return 'apt-get update alone is cached and goes stale: install in the same step';
  const missing = ['apt-get update', '--yes', '--no-install-recommends', 'rm -rf /var/lib/apt/lists/*'];
  const first = missing.find((part) => !text.includes(part));
  return first === undefined ? undefined : `apt-get without ${first}`;
}

function npm({ keyword, text }: Step): string | undefined {
  if (keyword !== 'RUN') return undefined;
  if (/\bnpm (?:install|i)\b/.test(text)) return 'npm install may change the lock file: use npm ci';
  if (/\bnpm (?:ci|prune)\b(?!.*--ignore-scripts)/.test(text)) return 'packages run no scripts: --ignore-scripts';
  return undefined;
}

/** Names of settings whose value nobody else may know. Where to find it may be said. */
const SECRET = /(?:PASSWORD|SECRET|TOKEN|CREDENTIALS|API_?KEY|PRIVATE_KEY|SIGNING_KEY)(?!.*_FILE)/i;

const isRoot = (user: string): boolean => /^(?:root|0)(?::|$)/.test(user);

export const DOCKERFILE_RULES: readonly DockerfileRule[] = [
  { rule: 'An image is built on a base that does not move', objections: movingBases },
  { rule: 'What is copied stands in the project', objections: lostSources },
  { rule: 'What is copied from a stage has that stage before it', objections: lostStages },
  {
    rule: 'Nothing is fetched past the package managers',
    objections: inEachStep(({ keyword, text }) => {
      if (keyword === 'ADD') return 'ADD fetches and unpacks: use COPY';
      return keyword === 'RUN' && /\b(?:curl|wget)\b/.test(text)
        ? 'a download is not pinned by a lock file'
        : undefined;
    }),
  },
  { rule: 'Packages of the system are installed in one step, and leave no lists', objections: inEachStep(apt) },
  { rule: 'Packages of the project are those of the lock file', objections: inEachStep(npm) },
  {
    rule: 'No secret is built in',
    objections: inEachStep(({ keyword, words }) => {
      const name = words.find((word) => SECRET.test(word.split('=')[0]!));
      return ['ENV', 'ARG'].includes(keyword) && name !== undefined ? `${name}: a layer keeps it for ever` : undefined;
    }),
  },
  {
    rule: 'Folders are named from the root',
    objections: inEachStep(({ keyword, words: [folder = ''] }) =>
      keyword === 'WORKDIR' && !folder.startsWith('/') ? `WORKDIR ${folder}: begin with /` : undefined,
    ),
  },
  {
    rule: 'Nobody runs as root',
    objections: inEachImage((stage, stages) => {
      const user = lastStep(stages, stage, 'USER')?.text;
      if (user === undefined || isRoot(user)) return 'name a USER who is not root';
      return /^\d+:\d+$/.test(user) ? undefined : `USER ${user}: by number, or nobody can see that it is not root`;
    }),
  },
  {
    rule: 'An image says whether it is well',
    objections: inEachImage((stage, stages) => {
      const check = lastStep(stages, stage, 'HEALTHCHECK');
      return check === undefined || /^NONE\b/i.test(check.text) ? 'add a HEALTHCHECK' : undefined;
    }),
  },
  {
    rule: 'A program is started without a shell, which would keep signals to itself',
    objections: inEachImage((stage, stages) =>
      (lastStep(stages, stage, 'CMD')?.exec ?? false) ? undefined : 'write CMD as ["program", "argument"]',
    ),
  },
];

/** Everything that is wrong with a Dockerfile whose context is the folder `root`. */
export const objectionsTo = ({ objections }: DockerfileRule, text: string, root: string): readonly string[] =>
  objections(stagesOf(text), root);
