import { describe, expect, it } from '@jest/globals';
import { controllerHandlers } from '../../lib/controller-routes.js';
import { Cors, SkipCors } from '../../lib/cors.decorator.js';
import { declarationOf } from '../../lib/declarations.js';
import { Controller, Get, type Type } from '@nestjs/common';

@Cors({ maxAge: 1 })
@Controller()
class Base {
  @Cors({ credentials: true }) @Get('a') decorated() {}
  @Get('b') plain() {}
  @SkipCors() @Get('c') skipped() {}
}

@Controller()
class Heir extends Base {}

@Controller()
class GrandHeir extends Heir {}

@Cors('partner')
@Controller()
class Nearer extends Base {
  @Get('a') override decorated() {}
  @Cors() @Get('b') override plain() {}
}

@Controller()
class BelowNearer extends Nearer {}

@SkipCors()
@Controller()
class Off extends Base {}

@Controller()
class Undecorated {
  @Get() plain() {}
}

describe('what @Cors() says on a class', () => {
  it.each<[string, Type, unknown]>([
    ['its own', Base, { maxAge: 1 }],
    ['a subclass inherits it', Heir, { maxAge: 1 }],
    ['a subclass of a subclass inherits it', GrandHeir, { maxAge: 1 }],
    ['the nearest class wins', Nearer, 'partner'],
    ['the nearest class wins, from above', BelowNearer, 'partner'],
    ['off is a declaration like others', Off, false],
    ['nothing', Undecorated, undefined],
  ])('%s', (_name, controller, declaration) => {
    expect(declarationOf(controller)).toEqual(declaration);
  });
});

describe('what @Cors() says on the methods of a class', () => {
  const OWN = { decorated: { credentials: true }, plain: undefined, skipped: false };

  it.each<[string, Type, object]>([
    ['its own', Base, OWN],
    ['a subclass inherits them', Heir, OWN],
    [
      'an overriding method speaks for itself',
      Nearer,
      { decorated: undefined, plain: {}, skipped: false },
    ],
    ['a class decorator leaves them alone', Off, OWN],
  ])('%s', (_name, controller, declarations) => {
    const found = controllerHandlers(controller).map(({ name, callback }) => [
      name,
      declarationOf(callback),
    ]);
    expect(Object.fromEntries(found)).toEqual(declarations);
  });
});
