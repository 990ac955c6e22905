import type { XorrisoFacts } from "../../host/probe/facts.ts";
import { type DoctorFinding, good, stop } from "../finding.ts";
import { installPackage, type Place } from "../install.ts";

export function checkXorriso({ path, version, broken }: XorrisoFacts, place: Place): DoctorFinding[] {
  const why = "It writes the cloud-init seed disk of an ISO deployment.";
  if (path && !broken) return [good("xorriso", `xorriso ${version ?? "of unknown version"} runs.`, why)];
  return [
    stop({
      id: path ? "xorriso-broken" : "xorriso-missing",
      severity: path ? "warning" : "info",
      subject: "xorriso",
      message: path ? `${path} does not run: ${broken}.` : "xorriso is not installed.",
      why,
      fix: installPackage(place, "xorriso"),
      stops: ["seed"],
      lack: "prerequisite",
    }),
  ];
}
