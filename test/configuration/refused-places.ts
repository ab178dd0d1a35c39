import { Injectable, type Type } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { Cors, SkipCors } from 'nestjs-cors';
import type { Refused } from './refused-row.js';

const ON_PROVIDER = 'remove it, and write it on the controller whose routes it is for';
const ON_RESOLVER = "write `paths: [{ path: '/graphql', policy: … }]` in CorsModule.forRoot";

@Cors({ origin: 'https://app.example.com' })
@Injectable()
class Service {}

@SkipCors()
@Resolver()
class CatsResolver {}

@Resolver()
class DogsResolver {
  @Cors('nope') @Query(() => String) dog() {
    return 'Rex';
  }
}

const onProvider = (name: string, source: string, provider: Type, fix: string, shown?: string) =>
  ({
    rule: 'places',
    name,
    root: {},
    providers: [provider],
    issues: [[source, '@Cors', 'decorator-misplaced', fix, { routes: [] }]],
    ...(shown !== undefined && { shown }),
  }) satisfies Refused;

/** `@Cors()` where nothing reads it. */
export const PLACES: readonly Refused[] = [
  onProvider('a decorator on a provider', 'Service', Service, ON_PROVIDER),
  onProvider(
    'a decorator on a resolver',
    'CatsResolver',
    CatsResolver,
    ON_RESOLVER,
    '`@Cors()` on a `@Resolver()`',
  ),
  onProvider('a decorator on a query', 'DogsResolver.dog', DogsResolver, ON_RESOLVER),
];
