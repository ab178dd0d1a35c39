/** @type {import('jest').Config} */
export default {
  preset: 'ts-jest/presets/default-esm',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/{dist,coverage,sample/dist}/'],
  moduleNameMapper: {
    '^nestjs-cors$': '<rootDir>/lib/index.ts',
    '^(\\.{1,2}/.+)\\.js$': '$1',
  },
};
