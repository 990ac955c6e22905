/**
 * One thing on the screen in one or more sizes, small ones first. `at` says how soon a size is given room: 1 before 2.
 * How many lines a size has must not hang on what is measured, or everything below would jump.
 */
export interface Block {
  levels: readonly { at: number; lines: readonly string[] }[];
}

/** At most `rows` lines: the blocks in their order, each as large as there is room, the last ones in rank left out. */
export function stack(blocks: readonly Block[], rows: number): string[] {
  const chosen = blocks.map(() => -1);
  const steps = blocks
    .flatMap((block, index) => block.levels.map(({ at }, level) => ({ index, level, at })))
    .sort((a, b) => a.at - b.at);
  const linesOf = (index: number) => blocks[index]?.levels[chosen[index] ?? -1]?.lines ?? [];
  let used = 0;
  for (const { index, level } of steps) {
    if ((chosen[index] ?? -1) !== level - 1) continue;
    const more = (blocks[index]?.levels[level]?.lines.length ?? 0) - linesOf(index).length;
    if (used + more > rows) continue;
    used += more;
    chosen[index] = level;
  }
  return spread(
    blocks.map((_, index) => linesOf(index)).filter((lines) => lines.length > 0),
    rows - used,
  );
}

/** Empty lines between blocks when there is one for every gap. */
function spread(blocks: readonly (readonly string[])[], free: number): string[] {
  const hasGaps = free >= blocks.length - 1;
  return blocks.flatMap((lines, index) => (hasGaps && index > 0 ? ["", ...lines] : lines));
}
