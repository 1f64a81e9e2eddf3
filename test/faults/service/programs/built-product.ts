import { copyFileSync, globSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Options, transformFile } from '@swc/core';
import { ChildProgram } from '../../child-program.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const SOURCES = ['{apps,libs}/**/*.ts', 'test/faults/**/*.ts'];

/** As the build has it; the compiler's own types do not know the last of these settings yet. */
const LANGUAGE = {
  parser: { syntax: 'typescript', decorators: true },
  transform: { legacyDecorator: true, decoratorMetadata: true },
  target: 'es2024',
  rewriteRelativeImportExtensions: true,
} as const;

const OPTIONS: Options = { configFile: false, swcrc: false, jsc: LANGUAGE, module: { type: 'es6' } };

type Environment = Readonly<Record<string, string>>;

/**
 * The product as it is shipped, built from the sources as they are now into a folder of its own: what stands in `dist/` may be
 * older. Programs start as fast as they would in production, which is what a hundred rounds of killing take their time from.
 */
export class BuiltProduct {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Builds into a folder, which must not exist yet. */
  static async build(folder: string): Promise<BuiltProduct> {
    mkdirSync(folder);
    copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
    for (const name of ['node_modules', 'apps', 'libs']) symlinkSync(join(ROOT, name), join(folder, name));
    const files = globSync(SOURCES, { cwd: ROOT }).filter((file) => !/\.spec\.ts$|node_modules/.test(file));
    await Promise.all(
      files.map(async (file) => {
        const { code } = await transformFile(join(ROOT, file), OPTIONS);
        const built = join(folder, 'dist', file.replace(/\.ts$/, '.js'));
        mkdirSync(dirname(built), { recursive: true });
        writeFileSync(built, code);
      }),
    );
    return new BuiltProduct(folder);
  }

  /** Starts a program, named as its source is, `apps/ledger/src/main.ts`. */
  start(program: string, args: readonly string[], environment: Environment = {}): ChildProgram {
    const file = join(this.#folder, 'dist', program.replace(/\.ts$/, '.js'));
    return this.#run([process.execPath, file, ...args], environment);
  }

  /** Runs a script of `package.json` as `npm run` does, without building again first. npm says a line or two of its own. */
  runScript(script: string, environment: Environment = {}): ChildProgram {
    const quiet = ['--ignore-scripts', '--no-update-notifier', '--cache', join(this.#folder, 'npm')];
    return this.#run(['npm', 'run', script, '--prefix', this.#folder, ...quiet], environment);
  }

  #run(command: readonly string[], environment: Environment): ChildProgram {
    const variables = { ...environment, NODE_COMPILE_CACHE: join(this.#folder, 'compiled'), NODE_OPTIONS: '' };
    return new ChildProgram('env', [
      ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
      ...command,
    ]);
  }
}
