import 'reflect-metadata';
import { createRequire } from 'node:module';
import {
  Controller,
  Delete,
  Get,
  Injectable,
  Module,
  Put,
  Scope,
  UnauthorizedException,
  UseGuards,
  type CanActivate,
  type INestApplication,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Cors, CorsModule, SkipCors } from 'nestjs-cors';

/** Lets nobody in. */
@Injectable()
class LockedGuard implements CanActivate {
  canActivate(): boolean {
    throw new UnauthorizedException();
  }
}

@Cors('public')
@Controller('public')
class PublicController {
  @Get() list() {
    return 'public';
  }
  @Get(':id') one() {
    return 'public one';
  }
}

@SkipCors()
@Controller('private')
class PrivateController {
  @Get() list() {
    return 'private';
  }
  @Put() change() {
    return 'private';
  }
  @Delete() remove() {
    return 'private';
  }
}

/** Replaces its handlers with functions that carry no metadata. */
@SkipCors()
@Controller('bound')
class BoundController {
  constructor() {
    this.list = this.list.bind(this);
    this.change = this.change.bind(this);
  }
  @Get() list() {
    return 'bound';
  }
  @Put() change() {
    return 'bound';
  }
}

@Cors('partner')
@Controller('partner')
class PartnerController {
  constructor() {
    this.change = this.change.bind(this);
  }
  @Get() list() {
    return 'partner';
  }
  @Put() change() {
    return 'partner';
  }
  @UseGuards(LockedGuard) @Get('locked') locked() {
    return 'locked';
  }
}

@SkipCors()
@Controller({ path: 'per-request', scope: Scope.REQUEST })
class PerRequestController {
  @Get() list() {
    return 'per request';
  }
  @Put() change() {
    return 'per request';
  }
}

const policies = {
  public: { origin: '*' },
  partner: { origin: 'https://partner.example' },
} as const;
const [, , platform, origin = '*'] = process.argv;

@Module({
  imports: [CorsModule.forRoot({ origin: origin as '*', policies })],
  controllers: [
    PublicController,
    PrivateController,
    BoundController,
    PartnerController,
    PerRequestController,
  ],
})
class AppModule {}

/** The packages of an agent of which nothing is loaded. */
function missingPackages(): readonly string[] {
  const files = Object.keys(createRequire(process.argv[1] ?? '').cache);
  const packages = process.env['AGENT_PACKAGES']?.split(',').filter(Boolean) ?? [];
  return packages.filter((name) => !files.some((file) => file.includes(`/node_modules/${name}/`)));
}

/** Sends which packages are missing, and the port, or the name of the error that ends the boot. */
async function main(): Promise<void> {
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  const app: INestApplication = await NestFactory.create(AppModule, adapter, {
    logger: false,
    abortOnError: false,
  });
  // Express looks for the route when middleware has run, Fastify before.
  app.use((request: { url?: string }, _response: unknown, next: () => void) => {
    if (request.url === '/public/moved') request.url = '/private';
    next();
  });
  await app.listen(0, '127.0.0.1');
  process.send?.({ url: await app.getUrl(), missing: missingPackages() });
}

main().catch((error: Error) => process.send?.({ refused: `${error.name}: ${error.message}` }));
