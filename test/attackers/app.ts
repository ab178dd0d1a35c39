import { Controller, Get, Put } from '@nestjs/common';
import { Cors, CorsModule, SkipCors, type CorsOptions } from 'nestjs-cors';

/** What every listing policy of the tests grants. `isDeclared` says the same in another way. */
const LISTED: CorsOptions = {
  origin: ['https://app.example.com', 'https://*.example.com', 'http://localhost:*'],
  credentials: true,
  exposedHeaders: 'X-Id',
};

@Cors(LISTED)
@Controller('listed')
class ListedController {
  @Get() read() {
    return '';
  }
  @Cors({ allowedHeaders: ['X-A'], maxAge: 60 }) @Put(':id') write() {
    return '';
  }
}

@Cors({ origin: '*', credentials: false })
@Controller('any')
class AnyController {
  @Get() read() {
    return '';
  }
}

@Cors({
  origin: async (origin) => {
    if (origin.length % 3 === 0) throw new Error('not today');
    return origin === 'https://app.example.com';
  },
})
@Controller('async')
class AsyncController {
  @Get() read() {
    return '';
  }
}

@SkipCors()
@Controller('off')
class OffController {
  @Get() read() {
    return '';
  }
}

/** The app that is attacked. */
export const ATTACKED = {
  imports: [CorsModule.forRoot(LISTED)],
  controllers: [ListedController, AnyController, AsyncController, OffController],
};
