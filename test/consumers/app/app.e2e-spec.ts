import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CorsService } from 'nestjs-cors';
import { CorsError, corsFetch } from 'nestjs-cors/testing';
import request from 'supertest';
import type { App } from 'supertest/types.js';
import { AppModule } from '../src/app.js';

const APP = 'https://app.example.com';
const STRANGER = 'https://evil.example';

describe('an app with CorsModule', () => {
  let app: INestApplication<App>;

  beforeEach(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = module.createNestApplication();
    await app.init();
  });

  afterEach(() => app.close());

  it('answers preflights', async () => {
    const preflight = (origin: string) =>
      request(app.getHttpServer())
        .options('/account/7')
        .set({ Origin: origin, 'Access-Control-Request-Method': 'PUT' });
    const granted = await preflight(APP).expect(204);
    expect(granted.headers['access-control-allow-origin']).toBe(APP);
    const refused = await preflight(STRANGER).expect(403);
    expect(refused.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('is called as a browser would', async () => {
    const response = await corsFetch(app, { origin: STRANGER })('/widgets');
    expect(await response.json()).toEqual(['clock']);
    const refused = corsFetch(app, { origin: STRANGER })('/account');
    await expect(refused).rejects.toBeInstanceOf(CorsError);
  });

  it('has its service', () => {
    expect(app.get(CorsService).routes().length).toBeGreaterThan(0);
  });
});
