/** @type {import('jest').Config} */
export default {
  preset: 'ts-jest/presets/default-esm',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Most tests wait for servers and browsers.
  maxWorkers: '100%',
  // A machine that is busy with something else fails no test; a hang does.
  testTimeout: 30_000,
  modulePathIgnorePatterns: ['<rootDir>/{dist,coverage,sample/dist}/'],
  moduleNameMapper: {
    '^nestjs-cors$': '<rootDir>/lib/index.ts',
    '^nestjs-cors/testing$': '<rootDir>/lib/testing/index.ts',
    '^(\\.{1,2}/.+)\\.js$': '$1',
  },
};
