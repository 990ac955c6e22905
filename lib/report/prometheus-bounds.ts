/** Upper bounds of buckets in seconds, for requests and for the generator. */
export const REQUEST_BOUNDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
/** For what a viewer notices. */
export const PLAYBACK_BOUNDS = [0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 60];
