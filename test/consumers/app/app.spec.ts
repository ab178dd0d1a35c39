import { Test } from '@nestjs/testing';
import { WidgetsController } from './app.js';

describe('a controller with @Cors()', () => {
  it('is tested by itself', async () => {
    const module = await Test.createTestingModule({ controllers: [WidgetsController] }).compile();
    expect(module.get(WidgetsController).list()).toEqual(['clock']);
  });
});
