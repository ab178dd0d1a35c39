import {
  BadRequestException,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
} from '@nestjs/common';
import { diagnoseOrigin, SkipCors } from 'nestjs-cors';
import { type Tenant, Tenants } from './tenants.js';

/** What the pages of every tenant call. No decorator: this is what `CorsModule.forRootAsync` says. */
@Controller('orders')
export class OrdersController {
  @Get()
  list() {
    return [{ id: 7, item: 'Ticket' }];
  }
}

/** For the operator, on this machine: no page on any origin may call it. */
@SkipCors()
@Controller('tenants')
export class TenantsController {
  constructor(private readonly tenants: Tenants) {}

  @Get()
  list() {
    return this.tenants.all();
  }

  @Post()
  add(@Body() { name, origin }: Tenant) {
    if (typeof name !== 'string') throw new BadRequestException('Send a name');
    // One row that is not an origin would keep the whole list from being taken.
    const diagnosis = diagnoseOrigin(origin);
    if (diagnosis !== undefined) throw new BadRequestException(diagnosis);
    this.tenants.add({ name, origin });
    return { added: name };
  }

  @HttpCode(204)
  @Delete(':name')
  remove(@Param('name') name: string) {
    this.tenants.remove(name);
  }
}
