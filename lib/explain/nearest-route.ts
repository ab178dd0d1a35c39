import { VERSION_NEUTRAL } from '@nestjs/common';
import type { DeclaredRoute } from '../platform-routes.js';
import { printed } from '../printed.js';
import { PathAlignment, type Alignment } from './path-alignment.js';

/** The route that was probably meant. */
export interface CorsNearestRoute {
  readonly method: string;
  readonly path: string;
  /** `CatsController.list`. */
  readonly name: string;
  /** How it differs from what was asked: `the path lacks "/api"`. */
  readonly difference: string;
}

/** The more segments a route and a path have in common, the more may differ. */
const MAX_COST = (common: number) => 0.75 + common / 2;
/** A route of another method has to be nearer than one of the same by this much. */
const OTHER_METHOD = 0.3;

/**
 * Finds the route that is nearest to a path that none serves with a method. Where the path is served
 * with others, only routes of the method are near.
 */
export function findNearest(
  method: string,
  path: string,
  routes: readonly DeclaredRoute[],
  isPathServed = false,
): CorsNearestRoute | undefined {
  const alignment = new PathAlignment(path);
  let best:
    { readonly cost: number; readonly route: DeclaredRoute; readonly by: Alignment } | undefined;
  for (const route of routes) {
    const by = alignment.with(route.path);
    if (by === undefined || by.cost > MAX_COST(by.common) || (by.common === 0 && path !== '/'))
      continue;
    const isSame = serves(route, method);
    if (!isSame && isPathServed) continue;
    const cost = by.cost + (isSame ? 0 : OTHER_METHOD);
    if (best === undefined || cost < best.cost) best = { cost, route, by };
  }
  if (best === undefined) return undefined;
  const { route, by } = best;
  const { name } = route;
  return { method: route.method, path: route.path, name, difference: differenceOf(route, by) };
}

function serves(route: DeclaredRoute, method: string): boolean {
  return [method, 'ALL', method === 'HEAD' ? 'GET' : method].includes(route.method);
}

function differenceOf({ hosts, version }: DeclaredRoute, { steps }: Alignment): string {
  const said: string[] = [];
  let before: string | undefined;
  let text = '';
  for (const step of steps) {
    const isMore = step.kind === before && step.kind !== 'spelled';
    text = isMore ? `${text}/${step.segment}` : `/${step.segment}`;
    if (isMore) said.pop();
    before = step.kind;
    if (step.kind === 'lacks') said.push(`the path lacks ${printed(text)}`);
    else if (step.kind === 'extra') said.push(`the path has ${printed(text)} besides`);
    else said.push(`${printed(step.segment)} is ${printed(step.as)} there`);
  }
  if (hosts !== undefined)
    said.push(`it is for the host ${[hosts].flat().map(printed).join(', ')}`);
  const versions = [version?.of ?? []].flat().filter((one) => one !== VERSION_NEUTRAL);
  if (versions.length > 0) said.push(`it is for version ${versions.map(printed).join(', ')}`);
  return said.join(', and ');
}
