import { DockerfileParser, type Copy, type Healthcheck, type Instruction, type JSONInstruction } from 'dockerfile-ast';

/** One instruction. `words` are its arguments; of `["…"]` they are the strings in it. */
export interface Step {
  readonly keyword: string;
  /** Everything behind the keyword, continued lines joined. */
  readonly text: string;
  readonly words: readonly string[];
  /** Whether it is written as JSON, which is run without a shell. */
  readonly exec: boolean;
  /** `--from=build` is `from: 'build'`. */
  readonly flags: Readonly<Record<string, string>>;
  /** Counted from 1. */
  readonly line: number;
}

/** What stands between one FROM and the next. */
export interface Stage {
  readonly name: string;
  /** The image, or the name of an earlier stage. */
  readonly base: string;
  readonly tag: string | null;
  readonly line: number;
  readonly steps: readonly Step[];
}

/** Reads a Dockerfile, stage by stage, in order. */
export function stagesOf(text: string): readonly Stage[] {
  const file = DockerfileParser.parse(text);
  const froms = file.getFROMs();
  const steps = file.getInstructions().map(stepOf);
  const lines = froms.map((from) => from.getRange().start.line + 1);
  return froms.map((from, i) => {
    const next = lines[i + 1] ?? Number.POSITIVE_INFINITY;
    return {
      name: from.getBuildStage() ?? String(i),
      base: from.getImageName() ?? '',
      tag: from.getImageTag(),
      line: lines[i]!,
      steps: steps.filter(({ line }) => line > lines[i]! && line < next),
    };
  });
}

function stepOf(instruction: Instruction): Step {
  const keyword = instruction.getKeyword();
  const asJson = (instruction as Partial<JSONInstruction>).getJSONStrings?.call(instruction) ?? [];
  const flags = (instruction as Partial<Copy | Healthcheck>).getFlags?.call(instruction) ?? [];
  const plain = instruction.getArguments().map((argument) => argument.getValue());
  return {
    keyword,
    text: instruction.getArgumentsContent() ?? '',
    words: asJson.length > 0 ? asJson.map((string) => string.getJSONValue()) : plain,
    exec: asJson.length > 0,
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
    line: instruction.getRange().start.line + 1,
  };
}

/** A stage, and the stages that it is made from: nearest first. */
export function lineage(stages: readonly Stage[], stage: Stage): readonly Stage[] {
  const base = stages.find(({ name, line }) => name === stage.base && line < stage.line);
  return base === undefined ? [stage] : [stage, ...lineage(stages, base)];
}

/** The last instruction of its kind that an image of this stage has. */
export function lastStep(stages: readonly Stage[], stage: Stage, keyword: string): Step | undefined {
  for (const { steps } of lineage(stages, stage)) {
    const found = steps.findLast((step) => step.keyword === keyword);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Stages that somebody runs: those that no other stage is made from or copies from. */
export const finalStages = (stages: readonly Stage[]): readonly Stage[] =>
  stages.filter(
    ({ name }) => !stages.some(({ base, steps }) => base === name || steps.some(({ flags }) => flags['from'] === name)),
  );
