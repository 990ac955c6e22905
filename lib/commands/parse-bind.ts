import { isIP } from "node:net";
import { Failure } from "../errors.ts";

/** An IP address to listen on, as a flag says it; `localhost` is the IPv4 one. */
export function parseBind(text: string, flag = "--bind"): string {
  if (text === "localhost") return "127.0.0.1";
  if (isIP(text) !== 0) return text;
  throw new Failure("usage-bad-value", `${flag} takes an IP address of this machine, not "${text}".`, {
    hint: "127.0.0.1 is for this machine only, 0.0.0.0 for every network it is on.",
  });
}
