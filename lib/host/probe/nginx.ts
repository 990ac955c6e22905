import type { Host } from "../host.ts";
import type { NginxFacts } from "./facts.ts";
import { askProgram } from "./program.ts";

export async function probeNginx(host: Host): Promise<NginxFacts> {
  const question = { name: "nginx", versionArgs: ["-V"], parseVersion: parseNginxVersion };
  const { program, output } = await askProgram(host, question);
  return { ...program, ...parseNginxBuild(output) };
}

/** `nginx version: nginx/1.22.1`; derivatives name themselves, `openresty/1.25.3.1`, and are kept as they say. */
export function parseNginxVersion(output: string): string | null {
  return /^nginx version: (?:nginx\/)?(\S+)/m.exec(output)?.[1] ?? null;
}

/** The configure arguments: `--with-http_stub_status_module`, `--with-mail=dynamic`, `--without-http_gzip_module`. */
export function parseNginxBuild(output: string): Pick<NginxFacts, "modules" | "without"> {
  const find = (flag: string) =>
    [...output.matchAll(new RegExp(`--${flag}-(\\w+_module)\\b`, "g"))].map((found) => found[1] ?? "");
  return { modules: find("with"), without: find("without") };
}
