import { Controller, Get, type ModuleMetadata, Post } from '@nestjs/common';
import { Cors, CorsModule, type CorsOptions } from 'nestjs-cors';

/** What the compiler would refuse too. */
const untyped = (options: object) => options as CorsOptions;

@Cors(untyped({ origins: ['https://cats.example'], maxAge: '600' }))
@Controller('cats')
class CatsController {
  @Get() list() {
    return [];
  }
  @Cors({ origin: '*', methods: ['GET', 'TRACE'] })
  @Post()
  create() {
    return {};
  }
}

@Cors({ allowedHeaders: ['X-Trace', 'Cookie'], exposedHeaders: '*' })
@Controller('dogs')
class DogsController {
  @Get() list() {
    return [];
  }
  @Get('known') known() {
    return [];
  }
  @Cors('partner') @Get('lost') lost() {
    return [];
  }
}

/** An app with two faults in each of five places. In a file of its own: Jest cannot update a snapshot beside a decorator. */
export const tenFaults = (): ModuleMetadata => ({
  imports: [
    CorsModule.forRoot(
      untyped({
        origin: ['https://app.example.com/', /\.example\.com$/],
        credentials: true,
        policies: { partner: { origin: 'http://partner.example', maxAge: -2 } },
      }),
    ),
  ],
  controllers: [CatsController, DogsController],
});
