/** An embedded origin in a process of its own: prints its port, runs until it is killed. Argument: profile. */
import { generatedMedia } from "../../../lib/origin/generated-media.ts";
import { serveOrigin } from "../../../lib/origin/serve.ts";
import { originOf } from "../../support/configs.ts";
import { ASSETS } from "./live-servers.ts";
import { sourceOf } from "./origin-fixture.ts";

const settings = originOf(process.argv[2] ?? "default");
const server = serveOrigin({
  settings,
  media: generatedMedia(sourceOf(settings), Date.now()),
  assets: ASSETS,
  build: { version: "0", commit: "test" },
  bind: "127.0.0.1",
  port: 0,
  onProblem: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${server.port}\n`);
