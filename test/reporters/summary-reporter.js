import { writeFileSync } from 'node:fs';

/**
 * Names every test that did not run, so that a skipped one is never taken for a passed one, and leaves the counts as JSON in the
 * file that ONUS_TEST_SUMMARY names, for whoever adds them up. A spec that could not even be loaded counts as one failed test.
 */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    for (const { testResults } of results.testResults) {
      for (const { status, fullName } of testResults) {
        if (status === 'pending' || status === 'todo') console.log(`skipped: ${fullName}`);
      }
    }
    const file = process.env.ONUS_TEST_SUMMARY;
    if (file === undefined || file === '') return;
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    writeFileSync(file, `${JSON.stringify(counts)}\n`);
  }
}
