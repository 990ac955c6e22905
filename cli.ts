#!/usr/bin/env bun
import { runProgram } from "./lib/commands/program.ts";

process.exitCode = await runProgram(process.argv.slice(2));
