import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import * as library from 'nestjs-cors';

const program = ts.createProgram(['lib/index.ts'], {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  strict: true,
  experimentalDecorators: true,
  skipLibCheck: true,
  types: ['node'],
});
const checker = program.getTypeChecker();
const index = checker.getSymbolAtLocation(program.getSourceFile('lib/index.ts')!)!;
const exported = checker.getExportsOfModule(index).map((symbol) => ({
  name: symbol.name,
  symbol: symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
}));

describe('the public API', () => {
  it('has these values', () => {
    expect(Object.keys(library).toSorted()).toEqual([
      'Cors',
      'CorsConfigurationError',
      'CorsModule',
      'CorsReport',
      'CorsService',
      'SkipCors',
      'diagnoseOrigin',
      'fromEnableCors',
      'isOrigin',
      'parseOrigins',
    ]);
  });

  it('has these names, types included', () => {
    expect(exported.map(({ name }) => name).toSorted()).toEqual([
      'Cors',
      'CorsAnswer',
      'CorsBootReason',
      'CorsCachedResolver',
      'CorsChange',
      'CorsConfigurationError',
      'CorsConfigurationIssue',
      'CorsConfigurationReason',
      'CorsDecision',
      'CorsDecisionReason',
      'CorsDeclaration',
      'CorsExplanation',
      'CorsFix',
      'CorsModule',
      'CorsModuleOptions',
      'CorsNearestRoute',
      'CorsOptions',
      'CorsOptionsFactory',
      'CorsOrigin',
      'CorsOriginCallback',
      'CorsOriginFunction',
      'CorsOriginList',
      'CorsOriginResolver',
      'CorsPath',
      'CorsPolicyName',
      'CorsPolicyNames',
      'CorsPolicyPath',
      'CorsQuestion',
      'CorsReport',
      'CorsReportData',
      'CorsReportOnlyOptions',
      'CorsReportOption',
      'CorsReportOrigin',
      'CorsReportPolicy',
      'CorsReportRoute',
      'CorsResolverCache',
      'CorsRoute',
      'CorsService',
      'CorsSharedFix',
      'CorsStep',
      'CorsStepName',
      'CorsUnserved',
      'CorsUpstreamPath',
      'EnableCorsMigration',
      'EnableCorsOptions',
      'EnableCorsOrigin',
      'InheritedCorsOptions',
      'OriginAnswer',
      'OriginDiagnosis',
      'OriginEntry',
      'SkipCors',
      'diagnoseOrigin',
      'fromEnableCors',
      'isOrigin',
      'parseOrigins',
    ]);
  });

  it.each(exported)('documents $name', ({ symbol }) => {
    expect(documentation(symbol)).not.toBe('');
  });

  it('documents every option', () => {
    const options = exported.find(({ name }) => name === 'CorsModuleOptions')!.symbol;
    const properties = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(options));
    expect(properties.length).toBeGreaterThan(10);
    for (const property of properties) {
      expect([property.name, documentation(property)]).not.toEqual([property.name, '']);
    }
  });
});

function documentation(symbol: ts.Symbol): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker));
}
