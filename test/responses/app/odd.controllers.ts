import { Controller, Get, UseFilters } from '@nestjs/common';
import { Cors } from 'nestjs-cors';
import { AppOddError, GloballyOddError, OddError, OddFilter, RawFilter } from './filters.js';
import { APP } from './policy.js';

/** What filters answer. */
@Cors({ origin: APP })
@Controller('odd')
export class OddController {
  @UseFilters(OddFilter) @Get('method') ofMethod() {
    throw new OddError();
  }
  @UseFilters(RawFilter) @Get('raw') raw() {
    throw new OddError();
  }
  @Get('global') globally() {
    throw new GloballyOddError();
  }
  @Get('app') ofApp() {
    throw new AppOddError();
  }
}

@Cors({ origin: APP })
@UseFilters(OddFilter)
@Controller('odd-class')
export class OddClassController {
  @Get() ofClass() {
    throw new OddError();
  }
}
