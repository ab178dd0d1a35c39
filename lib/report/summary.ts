import { counted } from '../counted.js';
import { isDecorated } from '../place.js';
import type { CorsReportData, CorsReportRoute } from './report-data.js';

/** Says how much there is: `9 routes`, `4 policies`, `2 switched off`. */
export function summaryOf(data: CorsReportData): readonly string[] {
  const { policies, off, unsaid } = data;
  const routes = [...policies.flatMap(({ routes }) => routes), ...off, ...unsaid];
  const ofControllers = ({ name }: CorsReportRoute) => isDecorated(name);
  return [
    counted(routes.filter(ofControllers).length, 'route'),
    counted(policies.length, 'policy', 'policies'),
    `${off.filter(ofControllers).length} switched off`,
    `${unsaid.filter(ofControllers).length} nothing said`,
  ];
}
