import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CorsConfigurationError } from './configuration-error.js';
import type { LoadedOrigins } from './loaded-origins.js';

/**
 * The lists of origins that live elsewhere. They are loaded when every module has been initialized,
 * so that what connects in `onModuleInit` can be asked; and before the app listens.
 */
@Injectable()
export class OriginLists implements OnApplicationBootstrap, OnModuleDestroy {
  private lists: readonly LoadedOrigins[] = [];

  /** Takes the lists of all policies. */
  fill(lists: readonly LoadedOrigins[]): void {
    this.lists = lists;
  }

  async onApplicationBootstrap(): Promise<void> {
    const issues = await Promise.all(this.lists.map((list) => list.start()));
    if (issues.flat().length === 0) return;
    this.onModuleDestroy();
    throw new CorsConfigurationError(issues.flat());
  }

  onModuleDestroy(): void {
    for (const list of this.lists) list.stop();
  }
}
