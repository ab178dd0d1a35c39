import { it } from '@jest/globals';
import { expectInReadme } from '../support/readme-region.js';
import { renderRunsOn } from './table.js';

it('README lists what the scripts of CI have seen work (UPDATE_README=1 writes it anew)', async () => {
  expectInReadme('runs-on', await renderRunsOn());
});
