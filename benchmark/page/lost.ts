/** Why a row is lost, by the name that the page gives it. */
export const reasons: Readonly<Record<string, string>> = {};
