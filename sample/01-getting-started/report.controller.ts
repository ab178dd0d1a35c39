import { Controller, Get, Header, Query } from '@nestjs/common';
import { CorsReport, SkipCors } from 'nestjs-cors';

/** Shows what every page may read, and why a request is blocked. Not in production: it tells all. */
@SkipCors()
@Controller('cors-report')
export class ReportController {
  constructor(private readonly report: CorsReport) {}

  @Header('Content-Type', 'text/html; charset=utf-8')
  @Get()
  page(@Query() query: Record<string, unknown>) {
    return this.report.page(query);
  }
}
