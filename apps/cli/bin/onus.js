#!/usr/bin/env node
// Plain JavaScript that old runtimes can read as well. The program itself is built to dist/.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST = 26;
const FAULT = 70;
const program = new URL('../../../dist/apps/cli/src/main.js', import.meta.url);
const [major] = process.versions.node.split('.');

if (!existsSync(fileURLToPath(program))) {
  console.error('onus: the program is not built. Run "npm run build" in the checkout.');
  process.exitCode = FAULT;
} else if (Number(major) >= OLDEST) {
  // Compiled code is kept in the temporary folder: a question is answered in half the time.
  nodeModule.enableCompileCache();
  const { main } = await import(program);
  await main();
} else {
  runByOwnNode(ownNode());
}

/** The Node.js that was installed beside this program (npm package `node`), whatever the system has; undefined where it is not there. */
function ownNode() {
  try {
    const { resolve } = nodeModule.createRequire(import.meta.url);
    const folder = dirname(resolve('node/package.json'));
    return ['node', 'node.exe'].map((name) => join(folder, 'bin', name)).find((file) => existsSync(file));
  } catch {
    return undefined;
  }
}

/** Starts this file again by another Node.js, which sees the same terminal, and ends as it ends. */
function runByOwnNode(node) {
  // The one that should be newer, and is this one, must not start itself for ever.
  if (node === undefined || realpathSync(node) === realpathSync(process.execPath)) {
    console.error(`onus: this is Node.js ${process.versions.node}, and ${OLDEST} is needed.`);
    console.error('Run "npm ci" in the checkout: it puts the right Node.js beside the program, which then finds it.');
    process.exitCode = FAULT;
    return;
  }
  const again = [...process.execArgv, ...process.argv.slice(1)];
  const child = spawn(node, again, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C reaches every process of a terminal; a second one would end the program in the midst of finishing.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`onus: ${node} cannot be started: ${error.message}`);
    process.exitCode = FAULT;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code;
    else {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  });
}
