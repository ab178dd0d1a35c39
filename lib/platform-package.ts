import { createRequire } from 'node:module';

/**
 * Loads a package as a platform of Nest loads it, through the packages that depend on it. It is the
 * platform's own copy: another version could match otherwise.
 */
export function platformPackage(...[platform, ...dependencies]: [string, ...string[]]): unknown {
  const ours = createRequire(import.meta.url);
  let its = createRequire(ours.resolve(`${platform}/package.json`));
  for (const name of dependencies.slice(0, -1)) its = createRequire(its.resolve(name));
  return its(dependencies.at(-1) ?? platform);
}
