import { openDashboard } from "../../../lib/ui/swarm/open-dashboard.ts";
import { fakeView } from "./fake-view.ts";

/**
 * A dashboard of a made-up run for tests in a real terminal: one second of the run every 50 ms; `q` ends it in order.
 * `crash`: an error nobody catches, after a while. Says on stdout (a file) what it was told.
 */
const [mode = "run"] = process.argv.slice(2);
let seconds = 60;
const dashboard = openDashboard({ env: process.env, noColor: false, onQuit: () => end("quit") });
const timer = setInterval(() => {
  seconds += 1;
  dashboard.show(fakeView(seconds, { isTroubled: true }));
  if (mode === "crash" && seconds === 70) throw new Error("something nobody thought of");
}, 50);

function end(why: string): void {
  process.stdout.write(`${why} after ${seconds}\n`);
  clearInterval(timer);
  dashboard.close();
}

if (mode === "orderly") process.once("SIGINT", () => end("interrupted"));
