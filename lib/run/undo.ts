/** What was done, to be undone in reverse. */
export interface UndoStack {
  push(undo: () => Promise<void>): void;
  /** Undoes everything; a step that fails does not keep the others from being undone. Returns what failed. */
  unwind(): Promise<unknown[]>;
}

export function makeUndoStack(): UndoStack {
  const stack: (() => Promise<void>)[] = [];
  return {
    push: (undo) => void stack.push(undo),
    async unwind() {
      const failures: unknown[] = [];
      for (let undo = stack.pop(); undo; undo = stack.pop()) {
        await undo().catch((error: unknown) => failures.push(error));
      }
      return failures;
    },
  };
}
