import {
  type CanActivate,
  Controller,
  Get,
  type INestApplication,
  Injectable,
  Module,
  type ModuleMetadata,
  type NestInterceptor,
  type Type,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { WsAdapter } from '@nestjs/platform-ws';
import { MessagePattern } from '@nestjs/microservices';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { describe, expect, it } from '@jest/globals';
import { Cors, CorsModule, SkipCors } from 'nestjs-cors';
import { misplacedDecorators } from '../../lib/policies/misplaced-decorators.js';
import { refusal } from '../configuration/written-app.js';
import { platforms, TestApp } from '../support/test-app.js';

const APP = 'https://app.example.com';
const root = CorsModule.forRoot({ origin: APP });
const provided = (...providers: Type[]): ModuleMetadata => ({ imports: [root], providers });
const withWebSockets = (nest: INestApplication) => nest.useWebSocketAdapter(new WsAdapter(nest));
const served = (...controllers: Type[]): ModuleMetadata => ({ imports: [root], controllers });

const RESOLVER =
  "has no effect on a GraphQL resolver: `/graphql` is served by no controller: write `paths: [{ path: '/graphql', policy: … }]` in CorsModule.forRoot";
const PROVIDER =
  'has no effect on a provider, which has no route: remove it, and write it on the controller whose routes it is for';
const NO_ROUTE =
  'has no effect on a method that is no route: put it on the method that is the route, such as one with @Get(), or on the class of the controller';
const GATEWAY = 'is not read on a gateway: remove it, and check `Origin` when a client connects';
const MODULE = 'is not read on a module: remove it, and write it on the controllers of the module';

@SkipCors()
@Resolver()
class DecoratedResolver {}

@Resolver()
class CatsResolver {
  @Cors('nope') @Query(() => String) cat() {
    return '';
  }
  @SkipCors() @Mutation(() => String) adopt() {
    return '';
  }
  @Cors({ maxAge: 5 }) @ResolveField(() => String) name() {
    return '';
  }
}

@Cors()
@Injectable()
class UnnamedResolver {
  @Query(() => String) cat() {
    return '';
  }
}

@Cors({ origin: APP })
@Injectable()
class Service {
  @Cors() find() {}
  @Cors() static all() {}
  get origin(): string {
    throw new Error('read');
  }
}

@SkipCors()
@Injectable()
class Guard implements CanActivate {
  canActivate() {
    return true;
  }
}

@Injectable()
class Interceptor implements NestInterceptor {
  @SkipCors() intercept(..._given: Parameters<NestInterceptor['intercept']>) {
    return _given[1].handle();
  }
}

@UseInterceptors(Interceptor)
@Controller('guarded')
class GuardedController {
  @UseGuards(Guard) @Get() list() {}
}

@Cors(false)
@WebSocketGateway({ path: '/chat' })
class ChatGateway {
  @SkipCors() @SubscribeMessage('echo') echo() {}
}

@Cors('nope')
@Module({})
class FeatureModule {
  @Cors() configure() {}
}

@Controller('cats')
class CatsController {
  @Get() list() {
    return this.helper();
  }
  @SkipCors() helper() {
    return [];
  }
  @Cors('nope') @MessagePattern('cats') message() {}
}

abstract class BaseController {
  @SkipCors() prepare() {}
}
@Controller('derived')
class DerivedController extends BaseController {
  @Get() list() {}
}

describe.each(platforms)('@Cors() that nothing reads is refused, on %s:', (platform) => {
  it.each<[string, ModuleMetadata, string[]]>([
    ['on a resolver', provided(DecoratedResolver), [`DecoratedResolver: @Cors ${RESOLVER}`]],
    [
      'on a query, a mutation and a field',
      provided(CatsResolver),
      [
        `CatsResolver.cat: @Cors ${RESOLVER}`,
        `CatsResolver.adopt: @Cors ${RESOLVER}`,
        `CatsResolver.name: @Cors ${RESOLVER}`,
      ],
    ],
    [
      'on a provider with a query',
      provided(UnnamedResolver),
      [`UnnamedResolver: @Cors ${RESOLVER}`],
    ],
    [
      'on a provider and its methods',
      provided(Service),
      [
        `Service: @Cors ${PROVIDER}`,
        `Service.find: @Cors ${PROVIDER}`,
        `Service.all: @Cors ${PROVIDER}`,
      ],
    ],
    [
      'on a provider that is given as a class, a value, by a factory and by another name',
      {
        imports: [root],
        providers: [
          { provide: 'class', useClass: Service },
          { provide: 'value', useValue: new Service() },
          { provide: 'factory', useFactory: () => new Service() },
          { provide: 'other', useExisting: 'class' },
        ],
      },
      [
        `Service: @Cors ${PROVIDER}`,
        `Service.find: @Cors ${PROVIDER}`,
        `Service.all: @Cors ${PROVIDER}`,
      ],
    ],
    [
      'on a value',
      { imports: [root], providers: [{ provide: 'value', useValue: new Guard() }] },
      [`Guard: @Cors ${PROVIDER}`],
    ],
    [
      'on a guard and an interceptor that a controller uses',
      served(GuardedController),
      [`Guard: @Cors ${PROVIDER}`, `Interceptor.intercept: @Cors ${PROVIDER}`],
    ],
    [
      'on a gateway and its message',
      provided(ChatGateway),
      [`ChatGateway: @Cors ${GATEWAY}`, `ChatGateway.echo: @Cors ${NO_ROUTE}`],
    ],
    [
      'on a module',
      { imports: [root, FeatureModule] },
      [`FeatureModule: @Cors ${MODULE}`, `FeatureModule.configure: @Cors ${NO_ROUTE}`],
    ],
    [
      'on methods of a controller that are no routes',
      served(CatsController),
      [`CatsController.helper: @Cors ${NO_ROUTE}`, `CatsController.message: @Cors ${NO_ROUTE}`],
    ],
    [
      'on a method that a controller inherits, and that is no route',
      served(DerivedController),
      [`BaseController.prepare: @Cors ${NO_ROUTE}`],
    ],
  ])('%s', async (_name, metadata, messages) => {
    const { issues } = await refusal(platform, () => metadata, withWebSockets);
    expect(issues.map(({ message }) => message)).toEqual(messages);
    expect(issues.map((issue) => [issue.option, 'value' in issue, issue.reason])).toEqual(
      messages.map(() => ['@Cors', false, 'decorator-misplaced']),
    );
  });

  it('with all that is wrong with the options', async () => {
    const metadata = {
      imports: [CorsModule.forRoot({ origin: APP, maxAge: -2 })],
      providers: [DecoratedResolver],
    };
    const { issues } = await refusal(platform, () => metadata);
    expect(issues.map(({ source, reason }) => `${source} ${reason}`)).toEqual([
      'CorsModule.forRoot max-age-out-of-range',
      'DecoratedResolver decorator-misplaced',
    ]);
  });
});

@Cors({ exposedHeaders: ['X-A'] })
abstract class DecoratedBase {
  @Cors({ maxAge: 5 }) @Get('inherited') inherited() {
    return [];
  }
}
@Controller('one')
class OneController extends DecoratedBase {
  static readonly other = GuardedElsewhere();
  get broken(): string {
    throw new Error('read');
  }
}
/** Replaces a route by a method that is none, where another controller still has it. */
@Controller('two')
class TwoController extends DecoratedBase {
  override inherited() {
    return [];
  }
  @Get() list() {
    return [];
  }
}
@Cors()
@Controller('both')
@Resolver()
class BothController {
  @Cors() @Get() @Query(() => String) read() {
    return '';
  }
}
@Injectable()
class Subclass extends DecoratedBase {}
@Cors()
@Controller('unserved')
class UnservedController {}

/** A class with a decorator, which a static member of another one holds. */
function GuardedElsewhere() {
  @Cors()
  class Elsewhere {}
  return Elsewhere;
}

describe.each(platforms)('@Cors() is accepted, on %s,', (platform) => {
  it('on a base class of controllers, and on a controller that is also a provider', async () => {
    const app = await TestApp.start(platform, {
      imports: [root],
      controllers: [OneController, TwoController, BothController],
      providers: [
        BothController,
        Subclass,
        UnservedController,
        { provide: 'proxy', useValue: new Proxy({}, { getPrototypeOf: () => Service.prototype }) },
        { provide: 'bare', useValue: Object.create(null) as object },
        { provide: 'class', useValue: Service },
      ],
    });
    const { cors } = await app.get('/one/inherited', APP);
    expect(cors).toEqual({
      'access-control-allow-origin': APP,
      'access-control-expose-headers': 'X-A',
      vary: 'Origin',
    });
    await app.close();
  });
});

it('5,000 routes are looked at in a moment', () => {
  const controllers = Array.from({ length: 500 }, (_, at) => {
    class Many {}
    for (let route = 0; route < 10; route++) {
      const descriptor = { value: () => route, configurable: true };
      Object.defineProperty(Many.prototype, `route${route}`, descriptor);
      Get(`${route}`)(Many.prototype, `route${route}`, descriptor);
      Cors()(Many.prototype, `route${route}`, descriptor);
    }
    Controller(`${at}`)(Many);
    return [Many, { metatype: Many, instance: new Many() }] as const;
  });
  const modules = new Map([
    [
      'app',
      {
        metatype: FeatureModule,
        controllers: new Map(controllers),
        providers: new Map(),
        injectables: new Map(),
      },
    ],
  ]);
  const found = misplacedDecorators(modules as never);
  expect(found.map(({ source }) => source)).toEqual(['FeatureModule', 'FeatureModule.configure']);
});
