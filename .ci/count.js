// Adds up Jest's JSON reports. Fails on a failed or skipped test, and if no browser test ran.
import { existsSync, readFileSync } from 'node:fs';

const reports = process.argv.slice(2).filter((file) => existsSync(file));
const total = { passed: 0, failed: 0, skipped: 0 };
let inBrowsers = 0;
const complaints = reports.length === 0 ? ['no test ran'] : [];

for (const file of reports) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  total.passed += report.numPassedTests;
  // A suite that does not load has no failed test.
  total.failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
  total.skipped += report.numPendingTests + report.numTodoTests;

  inBrowsers += report.testResults
    .filter((suite) => suite.name.includes('/test/browser/'))
    .flatMap((suite) => suite.assertionResults)
    .filter((test) => test.status === 'passed').length;
}
if (reports.length > 0 && inBrowsers === 0) complaints.push('no browser test ran');
if (total.failed > 0) complaints.push('a test failed');
if (total.skipped > 0) complaints.push('a test was skipped');

for (const complaint of complaints) console.error(complaint);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = complaints.length > 0 ? 1 : 0;
