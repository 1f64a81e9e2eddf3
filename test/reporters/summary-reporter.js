import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * Names every test that did not run, so that a skipped one is never taken for a passed one, and leaves the counts as JSON in the
 * file that ONUS_TEST_SUMMARY names, for whoever adds them up, with a line for each test that failed. A spec that could not even be
 * loaded counts as one failed test.
 */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const failed = [];
    for (const { testFilePath, testExecError, testResults } of results.testResults) {
      const spec = relative(process.cwd(), testFilePath);
      if (testExecError) failed.push(spec);
      for (const { status, fullName } of testResults) {
        if (status === 'pending' || status === 'todo') console.log(`skipped: ${fullName}`);
        if (status === 'failed') failed.push(`${spec}: ${fullName}`);
      }
    }
    const file = process.env.ONUS_TEST_SUMMARY;
    if (file === undefined || file === '') return;
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    const lines = [JSON.stringify(counts), ...failed.map((name) => `failed test: ${name}`)];
    writeFileSync(file, `${lines.join('\n')}\n`);
  }
}
