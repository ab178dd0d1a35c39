import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CorsConfigurationError, type CorsConfigurationIssue } from './configuration-error.js';
import type { LoadedOrigins } from './loaded-origins.js';

/**
 * The lists of origins that live elsewhere. They are loaded when every module has been initialized,
 * so that what connects in `onModuleInit` can be asked; and before the app listens.
 */
@Injectable()
export class OriginLists implements OnApplicationBootstrap, OnModuleDestroy {
  private lists: readonly LoadedOrigins[] = [];
  private isClosed = false;

  /** Takes the lists of all policies. */
  fill(lists: readonly LoadedOrigins[]): void {
    this.lists = lists;
  }

  async onApplicationBootstrap(): Promise<void> {
    const issues = await load(this.lists);
    if (issues.length > 0) throw new CorsConfigurationError(issues);
  }

  /**
   * Loads other lists, has them put into effect, and loads those before them no more. Returns what
   * is wrong with them: then they are not.
   */
  async replace(
    lists: readonly LoadedOrigins[],
    putIntoEffect: () => void,
  ): Promise<readonly CorsConfigurationIssue[]> {
    const issues = await load(lists);
    if (issues.length > 0) return issues;
    putIntoEffect();
    stop(this.lists);
    this.lists = lists;
    if (this.isClosed) stop(lists);
    return [];
  }

  onModuleDestroy(): void {
    this.isClosed = true;
    stop(this.lists);
  }
}

/** Returns what is wrong: then none of them is loaded again. */
async function load(lists: readonly LoadedOrigins[]): Promise<readonly CorsConfigurationIssue[]> {
  const issues = (await Promise.all(lists.map((list) => list.start()))).flat();
  if (issues.length > 0) stop(lists);
  return issues;
}

function stop(lists: readonly LoadedOrigins[]): void {
  for (const list of lists) list.stop();
}
