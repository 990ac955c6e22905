/** Whether a help text lists a flag as Go's flag package does: `  -clients int`, what it is for on the next line. */
export function listsFlag(help: string, name: string): boolean {
  return help.split("\n").some((line) => /^\s+--?(\S+)/.exec(line)?.[1] === name);
}
