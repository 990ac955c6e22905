/** What a swarm takes of the machine it runs on. */
export interface LoadNeeds {
  openFiles: number;
  /** Local ports towards the origin, connections in TIME_WAIT included. */
  ports: number;
  memoryBytes: number;
}

/** Measured on Linux x64: what a native viewer takes for each connection, and what a generator process takes without any. */
const NATIVE = { bytesPerConnection: 20_000, bytesPerProcess: 90_000_000, filesPerProcess: 64 };

/** One process per viewer: the coefficients of `derive/swarm.ts`. */
const FFMPEG = { megabytes: 19, baseMegabytes: 64, files: 15, baseFiles: 1000, ports: 5 };

const MEGABYTE = 1_000_000;

/** `connections`: how many a native viewer keeps open at the same time. */
export function nativeNeeds(viewers: number, connections: number, processes: number): LoadNeeds {
  return {
    openFiles: Math.ceil((viewers * connections) / processes) + NATIVE.filesPerProcess,
    ports: viewers * connections,
    memoryBytes: viewers * connections * NATIVE.bytesPerConnection + processes * NATIVE.bytesPerProcess,
  };
}

export function ffmpegNeeds(viewers: number): LoadNeeds {
  return {
    openFiles: FFMPEG.files * viewers + FFMPEG.baseFiles,
    ports: FFMPEG.ports * viewers,
    memoryBytes: (FFMPEG.megabytes * viewers + FFMPEG.baseMegabytes) * MEGABYTE,
  };
}
