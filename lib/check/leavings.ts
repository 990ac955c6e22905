/** Something that a check has made and has not given back yet. */
export interface Leaving {
  /** e.g. `the image hls-origin:default`. */
  what: string;
  /** The command that removes it. */
  remove: string;
}

/** What would stay behind if the program ended now. */
export interface Leavings {
  /** Keeps a thing in mind, until what is returned is called. */
  add(leaving: Leaving): () => void;
  /** The last one first: an image cannot be removed before its containers. */
  list(): readonly Leaving[];
}

export function keepLeavings(): Leavings {
  const kept = new Set<Leaving>();
  return {
    add(leaving) {
      const own = { ...leaving };
      kept.add(own);
      return () => void kept.delete(own);
    },
    list: () => [...kept].reverse(),
  };
}
