#!/usr/bin/env bun
import { runProgram } from "./lib/commands/program.ts";

const status = await runProgram(process.argv.slice(2));
// An answer that could not be written has set it already.
process.exitCode ||= status;
