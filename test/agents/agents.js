// The agents: what Node.js is started with, and what shows that they are there. They report to a
// port that nothing listens on, or not at all.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NOWHERE = 'http://127.0.0.1:9';

/** For a folder with the agents: each with its arguments for Node.js, for a CommonJS app and for one of ES modules. */
export function agentsIn(folder) {
  const file = (name) => join(folder, 'node_modules', name);
  const url = (name) => pathToFileURL(file(name)).href;
  const own = (name) => join(folder, name);
  return [
    { name: 'no agent', packages: [], env: {}, commonjs: [], module: [] },
    {
      name: 'OpenTelemetry',
      packages: ['@opentelemetry/instrumentation-nestjs-core'],
      env: {
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
      },
      commonjs: ['--require', own('opentelemetry.cjs')],
      module: [
        '--experimental-loader',
        url('@opentelemetry/instrumentation/hook.mjs'),
        '--require',
        own('opentelemetry.cjs'),
      ],
    },
    {
      name: 'New Relic',
      packages: ['newrelic'],
      env: {
        NEW_RELIC_ENABLED: 'true',
        NEW_RELIC_NO_CONFIG_FILE: 'true',
        NEW_RELIC_APP_NAME: 'app',
        NEW_RELIC_LICENSE_KEY: '0'.repeat(40),
        NEW_RELIC_HOST: '127.0.0.1',
        NEW_RELIC_PORT: '9',
        NEW_RELIC_LOG_ENABLED: 'false',
      },
      commonjs: ['--require', file('newrelic')],
      // Its loader writes `require` into the ES modules of Nest 12, which do not load then.
      module: ['--require', file('newrelic')],
    },
    {
      name: 'Sentry',
      packages: ['@sentry/nestjs', '@sentry/node'],
      env: {},
      commonjs: ['--require', own('sentry.cjs')],
      module: ['--import', pathToFileURL(own('sentry.cjs')).href],
    },
    {
      name: 'dd-trace',
      packages: ['dd-trace'],
      env: {
        DD_TRACE_AGENT_URL: NOWHERE,
        DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
        DD_REMOTE_CONFIGURATION_ENABLED: 'false',
      },
      commonjs: ['--require', file('dd-trace/init')],
      module: ['--import', url('dd-trace/initialize.mjs')],
    },
    {
      name: 'Elastic APM',
      packages: ['elastic-apm-node'],
      env: {
        ELASTIC_APM_SERVER_URL: NOWHERE,
        ELASTIC_APM_DISABLE_SEND: 'true',
        ELASTIC_APM_CENTRAL_CONFIG: 'false',
        ELASTIC_APM_LOG_LEVEL: 'off',
      },
      commonjs: ['--require', file('elastic-apm-node/start')],
      module: [
        '--experimental-loader',
        url('elastic-apm-node/loader.mjs'),
        '--require',
        file('elastic-apm-node/start'),
      ],
    },
  ];
}
