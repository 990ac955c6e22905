/** Even between 0 (included) and 1. */
export type Random = () => number;

const UINT32 = 2 ** 32;
const WARM_UP = 12;

/**
 * sfc32 (Chris Doty-Humphrey, PractRand): small, fast, 128 bits of state. The same seed and stream give the same numbers
 * on every machine; streams of one seed are independent of each other.
 */
export function seededRandom(seed: number, stream: number): Random {
  let a = mix(seed >>> 0);
  let b = mix(Math.floor(seed / UINT32) ^ 0x9e3779b9);
  let c = mix(stream ^ 0x85ebca6b);
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / UINT32;
  };
  for (let round = 0; round < WARM_UP; round += 1) next();
  return next;
}

/** The finaliser of MurmurHash3: seeds that lie side by side become states that do not. */
function mix(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
