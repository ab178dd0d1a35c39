import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { CorsOriginCallback, CorsOriginResolver } from 'nestjs-cors';

export const ROOT = 'https://root.example';
export const APP = 'https://app.example.com';

/** As many as a list of customers has. */
export const CUSTOMERS = Array.from({ length: 500 }, (_, n) => `https://customer-${n}.example`);

const never = () => new Promise<boolean>(() => undefined);
const isApp = (origin: string) => origin === APP;

/** Origin functions that decide, each in another way. */
export const deciding = {
  sync: isApp,
  async: async (origin: string) => isApp(origin),
  late: async (origin: string) => {
    await sleep(2);
    return isApp(origin);
  },
  callback: (origin: string, callback: CorsOriginCallback) => {
    setImmediate(() => callback(null, isApp(origin)));
  },
};

/** Origin functions that know one origin, and fail to decide about any other. */
export const failing = {
  throws: (origin: string) => {
    if (isApp(origin)) return true;
    throw new Error('no database');
  },
  rejects: async (origin: string) => {
    await sleep(1);
    if (isApp(origin)) return true;
    throw new Error('no database');
  },
  hangs: (origin: string) => isApp(origin) || never(),
  answers: (origin: string) => isApp(origin) || '*',
};

@Injectable()
export class Tenants {
  async find(origin: string): Promise<{ readonly isActive: boolean } | undefined> {
    await sleep(1);
    return isApp(origin) ? { isActive: true } : undefined;
  }
}

@Injectable()
export class TenantOrigins implements CorsOriginResolver {
  constructor(private readonly tenants: Tenants) {}

  async resolve(origin: string): Promise<boolean> {
    const tenant = await this.tenants.find(origin);
    return tenant?.isActive === true;
  }
}
