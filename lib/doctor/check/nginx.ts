import type { NginxFacts } from "../../host/probe/facts.ts";
import { type DoctorFinding, good, stop } from "../finding.ts";
import { installPackage, type Place } from "../install.ts";

const STATUS_MODULE = "http_stub_status_module";

export function checkNginx(nginx: NginxFacts, place: Place): DoctorFinding[] {
  const why = "Deployments serve with nginx, and so can the runner; the embedded server does without.";
  const fix = installPackage(place, "nginx");
  const lost = (id: string, severity: "warning" | "info", message: string) => [
    stop({ id, severity, subject: "nginx", message, why, fix, stops: ["nginx"], lack: "prerequisite" }),
  ];
  const { path, version, broken, modules } = nginx;
  if (!path) return lost("nginx-missing", "info", "nginx is not installed.");
  if (broken) return lost("nginx-broken", "warning", `${path} does not run: ${broken}.`);
  if (!modules.includes(STATUS_MODULE)) {
    return lost(
      "nginx-no-stub-status",
      "warning",
      `nginx ${version ?? ""} (${path}) was built without ${STATUS_MODULE}, which answers /nginx_status.`,
    );
  }
  return [good("nginx", `nginx ${version ?? "of unknown version"} runs.`, why)];
}
