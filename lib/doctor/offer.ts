import { SERVERS, type Server, SOURCES, type Source } from "../plan/plan.ts";
import type { Ability, DoctorFinding } from "./finding.ts";

/** A source or a server of the runner, and whether this machine has what it takes. */
export type Offer = { offered: boolean; because: string } & (
  | { part: "source"; name: Source }
  | { part: "server"; name: Server }
);

const SOURCE_NEEDS = {
  live: "encode",
  loop: "encode",
  embedded: undefined,
} as const satisfies Record<Source, Ability | undefined>;

const SERVER_NEEDS = {
  nginx: "nginx",
  embedded: undefined,
} as const satisfies Record<Server, Ability | undefined>;

/** What the runner can be put together from here. */
export function offersOf(findings: readonly DoctorFinding[]): Offer[] {
  return [
    ...SOURCES.map((name) => ({ part: "source", name, ...weigh(SOURCE_NEEDS[name], findings) }) as const),
    ...SERVERS.map((name) => ({ part: "server", name, ...weigh(SERVER_NEEDS[name], findings) }) as const),
  ];
}

function weigh(need: Ability | undefined, findings: readonly DoctorFinding[]) {
  if (need === undefined) return { offered: true, because: "It is inside hlsctl." };
  const missing = findings.find(({ stops }) => stops.includes(need));
  return missing
    ? { offered: false, because: missing.message }
    : { offered: true, because: need === "encode" ? "FFmpeg has all it needs." : "nginx runs." };
}
