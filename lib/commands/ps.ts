import { type InstanceView, listInstances } from "../run/instance-store.ts";
import { renderTable } from "../ui/text-table.ts";
import { defineCommand } from "./command.ts";
import { OUTPUT_ARGS } from "./common-args.ts";

export const psCommand = defineCommand({
  name: "ps",
  description: "List instances and what became of them",
  args: OUTPUT_ARGS,
  examples: ["hlsctl ps", "hlsctl ps --json"],
  async run(_args, { host, out }) {
    const views = await listInstances(host);
    out.data("ps", { instances: views.map(describe) });
    if (views.length === 0) {
      out.note("No instances. `hlsctl up --detach` starts one.");
      return;
    }
    const nowMs = host.clock.nowMs();
    const rows = views.map((view) => row(view, nowMs));
    out.answer(
      renderTable(["NAME", "STATE", "PROFILE", "SOURCE", "SERVER", "SINCE", "URL"], rows, out.paint),
    );
    for (const { record, state } of views) {
      if (state === "failed" && record.failure) out.note(`${record.spec.name}: ${record.failure.message}`);
      if (state === "crashed") {
        out.note(`${record.spec.name}: was killed; cleaned up. Forget it: hlsctl down ${record.spec.name}`);
      }
    }
  },
});

/** One instance as `ps --json` tells it. */
function describe({ record, state }: InstanceView) {
  const { spec, startedAt, keeper, children, failure } = record;
  const { name, profile, type, source, server, bind, port, urls, hlsDir } = spec;
  return {
    name,
    state,
    profile,
    type,
    source: source.value,
    server: server.value,
    bind,
    port,
    urls,
    hlsDir,
    startedAt,
    pid: keeper.pid,
    children: children.map((child) => ({ name: child.name, pid: child.process.pid })),
    failure,
  };
}

function row({ record, state }: InstanceView, nowMs: number): string[] {
  const { name, profile, source, server, urls } = record.spec;
  const since = formatAge(nowMs - Date.parse(record.startedAt));
  return [name, state, profile, source.value, server.value, since, urls.playlist];
}

/** `42 s`, `5 min`, `3 h`, `2 d`. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}
