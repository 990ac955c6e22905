import { embedFlake } from "./embed.macro.ts" with { type: "macro" };

/** The flake's files inside the program, by path; in a module of their own, so that only what writes them loads them. */
export const FLAKE: { name: string; files: Readonly<Record<string, string>> } = JSON.parse(embedFlake());
