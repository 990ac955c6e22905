/** What holds the viewers of a generator: native ones in its own process, or an FFmpeg process for each. */
export interface Engine {
  /** A viewer joins; a number is never used twice. */
  start(id: number): void;
  /** It leaves; nothing happens when it is gone already. */
  stop(id: number): void;
  /** Everybody leaves; resolves when nothing of them is left. */
  close(): Promise<void>;
  /** What its child processes take: processor time since the last call, memory and descriptors now. Native: nothing. */
  takeChildren(): { cpuMs: number; rssBytes: number; openFiles: number };
}
