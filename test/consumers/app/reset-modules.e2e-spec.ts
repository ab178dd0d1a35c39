type Testing = typeof import('@nestjs/testing');
type Supertest = typeof import('supertest');
type App = typeof import('../src/app');

/* Jest forgets its modules, and Nest and the library with them: the next app has new copies of both. */
describe('after jest.resetModules()', () => {
  it.each([1, 2])('an app has CORS, time %i', async () => {
    jest.resetModules();
    const { Test } = jest.requireActual<Testing>('@nestjs/testing');
    const request = jest.requireActual<Supertest>('supertest');
    const { AppModule } = jest.requireActual<App>('../src/app');
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    const app = module.createNestApplication();
    await app.init();
    const response = await request(app.getHttpServer())
      .get('/account')
      .set({ Origin: 'https://app.example.com' });
    await app.close();
    expect(response.headers['access-control-allow-origin']).toBe('https://app.example.com');
  });
});
