import { ConsoleLogger, Logger } from '@nestjs/common';

/**
 * Says whether Nest prints a level: whether what is said at it is worth making.
 * `Logger.isLevelEnabled` does not know: on Nest 11 it denies every level until an app lists some,
 * and of a logger of the app's own it knows nothing at all.
 */
export function isPrinted(level: 'debug' | 'verbose'): boolean {
  const logger = Logger['staticInstanceRef'];
  if (logger?.[level] === undefined) return false;
  return !(logger instanceof ConsoleLogger) || logger.isLevelEnabled(level);
}
