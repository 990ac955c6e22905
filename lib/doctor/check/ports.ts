import type { PortFacts, PortsFacts } from "../../host/probe/facts.ts";
import { describeHolder } from "../../host/probe/port-holder.ts";
import { type DoctorFinding, good, note } from "../finding.ts";

export function checkPorts({ ports }: PortsFacts): DoctorFinding[] {
  const busy = ports.filter(({ free }) => !free);
  if (busy.length > 0) return busy.map(inUse);
  const numbers = ports.map(({ port }) => port).join(", ");
  return [
    good("ports", `The default ports are free: ${numbers}.`, "Nothing stands in the way of listening."),
  ];
}

function inUse({ port, use, holder }: PortFacts): DoctorFinding {
  const isOrigin = use === "origin";
  return note({
    id: `port-${port}-in-use`,
    severity: isOrigin ? "warning" : "info",
    subject: "ports",
    message: `Port ${port} (${use}) is held by ${describeHolder(holder)}.`,
    why: isOrigin
      ? "`hlsctl up` listens there unless told otherwise."
      : "Only deployments with this service listen there.",
    fix: isOrigin ? `hlsctl up --set server.port=${port + 1}` : null,
  });
}
