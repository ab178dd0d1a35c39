import { describe, expect, it } from '@jest/globals';
import { firstCopy, loadedVersions } from '../lib/loaded-copies.js';

describe('the copies of the library in one process', () => {
  const first = { name: 'the first build' };
  const second = { name: 'the second build' };

  it('are none until an entry point is loaded', () => {
    expect(loadedVersions()).toEqual([]);
  });

  it('of one version are one: the first that was loaded', () => {
    expect(firstCopy('1.0.0', '.', first)).toBe(first);
    expect(firstCopy('1.0.0', '.', second)).toBe(first);
    expect(loadedVersions()).toEqual(['1.0.0']);
  });

  it('are kept apart by entry point', () => {
    expect(firstCopy('1.0.0', 'testing', second)).toBe(second);
    expect(loadedVersions()).toEqual(['1.0.0']);
  });

  it('of two versions are two, and both are listed', () => {
    expect(firstCopy('1.1.0', '.', second)).toBe(second);
    expect(firstCopy('1.0.0', '.', second)).toBe(first);
    expect(loadedVersions()).toEqual(['1.0.0', '1.1.0']);
  });
});
