import { runApp, withProgram, wordsOf } from "./app.ts";
import { type Check, failed, passed, type Verdict } from "./check.ts";
import type { CheckContext } from "./context.ts";
import { originUrls } from "./default-origin.ts";
import { pickPort } from "./free-port.ts";
import { appArgv, lastWords } from "./nix-command.ts";
import { BUILD_LIMIT_MS } from "./packages.ts";

/** From `nix run` to a stream, with everything built: evaluation, start, the first segments. */
const PLAYS_LIMIT_MS = 120_000;

/** What ends with a signal is asked once more, harder, after that long. */
const END_LIMIT_MS = 15_000;

export const CLI_CHECKS: readonly Check[] = [
  {
    id: "cli/up-help",
    tier: "build",
    title: "`nix run .#up -- --help` tells how it is used",
    needs: ["nixpkgs"],
    limitMs: BUILD_LIMIT_MS,
    run: checkHelp,
  },
  {
    id: "cli/up-unknown-type",
    tier: "build",
    title: "`nix run .#up` refuses a type that does not exist, and names those that do",
    needs: ["nixpkgs"],
    limitMs: BUILD_LIMIT_MS,
    run: (context) => checkRefusal(context, ["default", "containr"], "container"),
  },
  {
    id: "cli/up-unknown-profile",
    tier: "build",
    title: "`nix run .#up` refuses a profile that does not exist, and names those that do",
    needs: ["nixpkgs"],
    limitMs: BUILD_LIMIT_MS,
    run: (context) => checkRefusal(context, ["low-latncy", "runner"], "low-latency"),
  },
  {
    id: "cli/up-profiles",
    tier: "build",
    title: "`nix run .#up` plans what is asked, by profile, alias and type",
    needs: ["nixpkgs"],
    limitMs: BUILD_LIMIT_MS,
    run: checkPlans,
  },
  {
    id: "cli/up-plays",
    tier: "build",
    title: "`nix run .#up -- default runner` plays, and ends when asked",
    needs: ["nixpkgs"],
    limitMs: BUILD_LIMIT_MS,
    run: checkPlays,
  },
];

async function checkHelp(context: CheckContext): Promise<Verdict> {
  const result = await runApp(context, "up", ["--help"]);
  if (result.status !== 0) return failed(`it ends with ${result.status}`, lastWords(result));
  const isUsage = result.stdout.includes("nix run .#up -- [PROFILE]");
  return isUsage ? passed() : failed("its help does not tell how it is used", lastWords(result));
}

async function checkRefusal(
  context: CheckContext,
  words: readonly string[],
  known: string,
): Promise<Verdict> {
  const result = await runApp(context, "up", [...words, "--dry-run"]);
  if (result.status === 0) return failed(`it takes ${words.join(" ")}`, lastWords(result));
  const isNamed = new RegExp(`\\b${known}\\b`).test(lastWords(result));
  return isNamed
    ? passed(`status ${result.status}`)
    : failed(`its refusal does not name ${known}`, lastWords(result));
}

/** Words after `up`, and the profile that its plan must have. */
const PLANS: readonly [string[], string][] = [
  [[], "default"],
  [["low-latency"], "low-latency"],
  [["stress", "runner"], "stress-test"],
  [["4k-abr", "runner"], "4k-abr"],
];

async function checkPlans(context: CheckContext): Promise<Verdict> {
  for (const [words, profile] of PLANS) {
    const result = await runApp(context, "up", [...words, "--dry-run", "--json"]);
    if (result.status !== 0)
      return failed(`up ${words.join(" ")} ends with ${result.status}`, lastWords(result));
    const planned = profileOf(result.stdout);
    if (planned !== profile) return failed(`up ${words.join(" ")} plans ${planned}, not ${profile}`);
  }
  return passed(`${PLANS.length} plans`);
}

function profileOf(json: string): string | undefined {
  const { data } = JSON.parse(json) as { data?: { instance?: { profile?: string } } };
  return data?.instance?.profile;
}

async function checkPlays(context: CheckContext): Promise<Verdict> {
  const { host } = context;
  const port = await pickPort(host);
  const argv = appArgv(context, "up", ["default", "runner", "--port", String(port)]);
  return withProgram(context, argv, context.flake, async (origin) => {
    const startedMs = host.clock.nowMs();
    const signal = AbortSignal.any([context.signal, origin.ended]);
    await context.waitUntilReady(originUrls(context, port), { timeoutMs: PLAYS_LIMIT_MS, signal });
    if (signal.aborted) return failed("it ended before it played", wordsOf(origin));
    const playsMs = host.clock.nowMs() - startedMs;
    const status = await endOf(context, origin.child);
    if (status === undefined) return failed(`asked to end, it went on for ${END_LIMIT_MS / 1000} s`);
    if (!(await host.canBind("127.0.0.1", port)))
      return failed(`it ended with ${status} and left port ${port} taken`);
    return passed(`playing after ${(playsMs / 1000).toFixed(1)} s`);
  });
}

/** The status of a group that is asked to end; undefined when it does not. */
async function endOf(
  { host, signal }: CheckContext,
  child: { pid: number; exited: Promise<number> },
): Promise<number | undefined> {
  host.kill(-child.pid, "SIGINT");
  const over = new AbortController();
  const limit = host.clock.sleep(END_LIMIT_MS, AbortSignal.any([signal, over.signal])).then(() => undefined);
  const status = await Promise.race([child.exited, limit]);
  over.abort();
  return status;
}
