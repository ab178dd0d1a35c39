import type { Effort } from '../page/effort.js';
import type { Section } from '../page/section.js';
import { compared } from './compared.js';
import { configurationsOf } from './configurations.js';
import { measureApps } from './rounds.js';
import { sizes } from './sizes.js';

/** Measures whole apps, on each platform. */
export async function benchmarkApps(effort: Effort): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for (const platform of ['express', 'fastify'] as const) {
    for (const configuration of configurationsOf(platform, effort)) {
      const measured = await measureApps(configuration, effort.rounds);
      sections.push(compared(configuration, measured));
      const sizesHere = new Set(configuration.specs.map(({ controllers }) => controllers));
      if (sizesHere.size > 1) sections.push(sizes(configuration, measured));
    }
  }
  return sections;
}
