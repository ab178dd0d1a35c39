/** The first members of a list, and how many more there are. */
export function few<T>(
  members: readonly T[],
  most: number,
): { readonly shown: readonly T[]; readonly more: number } {
  // Nobody is told of one more in less room than the one would take.
  const shown = members.length === most + 1 ? members : members.slice(0, most);
  return { shown, more: members.length - shown.length };
}
