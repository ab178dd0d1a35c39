// One app that has the library by `import` and by `require`, in the order that is asked for.
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

const require = createRequire(import.meta.url);
const load = {
  import: async () => [await import('nestjs-cors'), await import('nestjs-cors/testing')],
  require: async () => [require('nestjs-cors'), require('nestjs-cors/testing')],
};
const [first, second] = process.argv.slice(2);
const [one, oneTesting] = await load[first]();
const [other, otherTesting] = await load[second]();

for (const [own, its] of [
  [one, other],
  [oneTesting, otherTesting],
]) {
  assert.deepEqual(Object.keys(own).sort(), Object.keys(its).sort());
  for (const name of Object.keys(own)) assert.equal(own[name], its[name], name);
}

class WidgetsController {
  list() {
    return [];
  }
}
Get()(
  WidgetsController.prototype,
  'list',
  Object.getOwnPropertyDescriptor(WidgetsController.prototype, 'list'),
);
Controller('widgets')(WidgetsController);
other.Cors('public')(WidgetsController);

const start = async (options) => {
  class AppModule {}
  Module({ imports: [one.CorsModule.forRoot(options)], controllers: [WidgetsController] })(
    AppModule,
  );
  const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
  await app.init();
  return app;
};

await assert.rejects(start({ origin: 'nonsense' }), other.CorsConfigurationError);
const app = await start({ origin: false, policies: { public: { origin: '*' } } });
assert.equal(app.get(other.CorsService), app.get(one.CorsService));
const response = await otherTesting.corsFetch(app, { origin: 'https://a.example' })('/widgets');
assert.equal(response.headers.get('content-type')?.startsWith('application/json'), true);
await assert.rejects(
  otherTesting.corsFetch(app, { origin: 'https://a.example' })('/nothing'),
  oneTesting.CorsError,
);
await app.close();
console.log('one identity');
