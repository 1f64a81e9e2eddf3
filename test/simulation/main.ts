import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { INPUTS_FILE, readInputs } from './inputs.ts';
import { DOCUMENT, reportOf, withTables } from './report/document.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const USAGE = `npm run simulate -- [--measure [--folder DIR]] [--check]

  Works out docs/scale.md and its pictures from test/simulation/inputs.json, the same every time.
  --measure   measures what stands in inputs.json first, on this machine, in a few minutes
  --folder    on which disk; the temporary folder if nothing is said
  --check     changes nothing; fails where the document says something else
`;

const say = (progress: string): boolean => process.stderr.write(`${progress}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      measure: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      folder: { type: 'string', default: tmpdir() },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(USAGE);
  if (values.measure && values.check)
    throw new TypeError('--measure --check: what is measured is never the same twice');
  if (values.measure) await measureInputs(values.folder);
  const { tables, pictures } = reportOf(readInputs());
  const written = { ...pictures, [DOCUMENT]: withTables(readFileSync(join(ROOT, DOCUMENT), 'utf8'), tables) };
  for (const [path, text] of Object.entries(written)) {
    if (!values.check) writeFileSync(join(ROOT, path), text);
    else if (readFileSync(join(ROOT, path), 'utf8') !== text) {
      say(`${path} says something else: npm run simulate`);
      process.exitCode = 1;
    }
  }
}

/** What ships is measured: as built. */
async function measureInputs(folder: string): Promise<void> {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('the build failed');
  const { measure } = await import('./measuring/measure.ts');
  writeFileSync(INPUTS_FILE, `${JSON.stringify(rounded(await measure(folder, say)), null, 2)}\n`);
}

/** Four digits are more than any of them is good for. */
const rounded = (value: unknown): unknown =>
  typeof value === 'number'
    ? Number(value.toPrecision(4))
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rounded(each)]))
      : value;

try {
  await main();
} catch (error) {
  say(error instanceof TypeError ? `${error.message}\n${USAGE}` : String((error as Error).stack));
  process.exitCode = 1;
}
