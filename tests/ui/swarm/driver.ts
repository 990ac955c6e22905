import { openDashboard } from "../../../lib/ui/swarm/open-dashboard.ts";
import { fakeView } from "./fake-view.ts";

/**
 * A dashboard of a made-up run for tests in a real terminal, a second of it every 20 ms; `q` ends it in order. `crash`: an
 * error nobody catches · `orderly`: SIGINT ends it in order · `timed`: it ends by itself · `still`: it
 * is shown once. Says on stdout why it ended.
 */
const [mode = "run"] = process.argv.slice(2);
const LAST_SECOND = 120;
let seconds = 60;
const dashboard = openDashboard({ env: process.env, noColor: false, onQuit: () => end("quit") });
const timer = setInterval(() => {
  seconds += 1;
  dashboard.show(fakeView(seconds, { isTroubled: true }));
  if (mode === "still") clearInterval(timer);
  if (mode === "crash" && seconds === 70) throw new Error("something nobody thought of");
  if (mode === "timed" && seconds === LAST_SECOND) end("over");
}, 20);

function end(why: string): void {
  process.stdout.write(`${why}\n`);
  clearInterval(timer);
  dashboard.close();
}

if (mode === "orderly") process.once("SIGINT", () => end("interrupted"));
