import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import * as testing from 'nestjs-cors/testing';

const program = ts.createProgram(['lib/testing/index.ts'], {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  strict: true,
  skipLibCheck: true,
  types: ['node'],
});
const checker = program.getTypeChecker();
const file = program.getSourceFile('lib/testing/index.ts');
const index = file && checker.getSymbolAtLocation(file);
const exported = (index ? checker.getExportsOfModule(index) : []).map((symbol) => ({
  name: symbol.name,
  symbol: checker.getAliasedSymbol(symbol),
}));

describe('nestjs-cors/testing', () => {
  it('has these values', () => {
    expect(Object.keys(testing).toSorted()).toEqual(['CorsError', 'corsFetch']);
  });

  it('has these names, types included', () => {
    expect(exported.map(({ name }) => name).toSorted()).toEqual([
      'CorsError',
      'CorsFetch',
      'CorsFetchOptions',
      'CorsReason',
      'CorsStep',
      'corsFetch',
    ]);
  });

  it.each(exported)('documents $name', ({ symbol }) => {
    expect(ts.displayPartsToString(symbol.getDocumentationComment(checker))).not.toBe('');
  });
});
