import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

// The tests of the engine, in Vitest: it runs the few that reach a mutant in a tenth of Jest's time.
export default defineConfig({
  root: at('../..'),
  test: { include: ['test/{protocol,merge}/**/*.test.ts'] },
  resolve: {
    alias: { '@jest/globals': at('./jest-globals.js'), 'nestjs-cors': at('../../lib/index.ts') },
  },
});
