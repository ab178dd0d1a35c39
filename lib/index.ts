export { CorsConfigurationError } from './configuration-error.js';
export type {
  CorsBootReason,
  CorsConfigurationIssue,
  CorsConfigurationReason,
} from './configuration-error.js';
export type { CorsDecision, CorsDecisionReason } from './cors-decision.js';
export { Cors, SkipCors } from './cors.decorator.js';
export { CorsModule } from './cors.module.js';
export { CorsService } from './cors.service.js';
export type {
  CorsDeclaration,
  CorsModuleOptions,
  CorsOptions,
  CorsOptionsFactory,
  CorsPath,
  CorsPolicyName,
  CorsPolicyNames,
  CorsPolicyPath,
  CorsReportOnlyOptions,
  CorsUpstreamPath,
  InheritedCorsOptions,
} from './cors-options.js';
export type {
  CorsCachedResolver,
  CorsOrigin,
  CorsOriginCallback,
  CorsOriginFunction,
  CorsOriginList,
  CorsOriginResolver,
  CorsResolverCache,
  OriginAnswer,
  OriginEntry,
} from './cors-origin.js';
export type { CorsRoute } from './described-routes.js';
export type { CorsChange, CorsFix, CorsSharedFix } from './explain/change.js';
export type { CorsAnswer, CorsExplanation, CorsStep, CorsStepName } from './explain/explanation.js';
export type { CorsNearestRoute } from './explain/nearest-route.js';
export type { CorsQuestion } from './explain/question.js';
export type { CorsUnserved } from './explain/unserved.js';
export { fromEnableCors } from './from-enable-cors.js';
export type {
  EnableCorsMigration,
  EnableCorsOptions,
  EnableCorsOrigin,
} from './from-enable-cors.js';
export { diagnoseOrigin, isOrigin } from './options/diagnose-origin.js';
export type { OriginDiagnosis } from './options/diagnose-origin.js';
export { parseOrigins } from './parse-origins.js';
export { CorsReport } from './report/cors-report.js';
export type { CorsReportOrigin } from './report/declared-origins.js';
export type { CorsReportData, CorsReportPolicy, CorsReportRoute } from './report/report-data.js';
export type { CorsReportOption } from './report/reported-options.js';
