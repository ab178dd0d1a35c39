export { corsFetch } from './cors-fetch.js';
export type { CorsFetch, CorsFetchOptions } from './cors-fetch.js';
export { CorsError } from './cors-error.js';
export type { CorsReason, CorsStep } from './cors-error.js';
