#!/usr/bin/env node
// Plain JavaScript that old runtimes can read as well, so that they can be told what to do. The program itself is built to dist/.
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

const OLDEST = 26;
const program = new URL('../../../dist/apps/cli/src/main.js', import.meta.url);
const [major] = process.versions.node.split('.');

if (Number(major) < OLDEST) {
  console.error(`onus: this is Node.js ${process.versions.node}, and ${OLDEST} is needed.`);
  console.error('Run it as "npx onus" in the checkout: "npm ci" has put the right Node.js there.');
  process.exitCode = 70;
} else if (!existsSync(fileURLToPath(program))) {
  console.error('onus: the program is not built. Run "npm run build" in the checkout.');
  process.exitCode = 70;
} else {
  // Compiled code is kept in the temporary folder: a question is answered in half the time.
  nodeModule.enableCompileCache();
  const { main } = await import(program);
  await main();
}
