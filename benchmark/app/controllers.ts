import { Controller, Delete, Get, Patch, Post, Put, type Type } from '@nestjs/common';

/** How many routes a controller has. */
export const ROUTES = 10;

/** Makes a controller with ten routes. What they do is nothing: it is not measured. */
export function resourceController(path: string, decorate: ClassDecorator): Type {
  @decorate
  @Controller(path)
  class ResourceController {
    @Get() list() {
      return OK;
    }
    @Post() create() {
      return OK;
    }
    @Get('search') search() {
      return OK;
    }
    @Get(':id') one() {
      return OK;
    }
    @Put(':id') replace() {
      return OK;
    }
    @Patch(':id') update() {
      return OK;
    }
    @Delete(':id') remove() {
      return OK;
    }
    @Get(':id/items') items() {
      return OK;
    }
    @Post(':id/items') add() {
      return OK;
    }
    @Delete(':id/items/:item') take() {
      return OK;
    }
  }
  return ResourceController;
}

const OK = 'ok';
