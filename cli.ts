#!/usr/bin/env bun
import { runProgram } from "./lib/commands/program.ts";
import { EXIT } from "./lib/errors.ts";

process.stdout.on("error", loseAnswer);
process.stderr.on("error", () => {});

process.exitCode = await runProgram(process.argv.slice(2));

/** A reader that has seen enough (`| head`) closes the pipe, which is no error; a full disk is. */
function loseAnswer(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") return;
  process.stderr.write(`The answer cannot be written: ${error.message}.\n`);
  process.exitCode = EXIT.diskFull;
}
