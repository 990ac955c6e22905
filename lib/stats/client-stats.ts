import type { MeasurementsData } from "./measurements.ts";
import type { ClientState } from "./sample.ts";

/** Comings, goings and changes of variant. */
export class ClientStats {
  /** Viewers that began. */
  started = 0;
  /** Viewers that gave up. */
  failed = 0;
  /** Viewers that waited for their first segment until they left. */
  neverPlayed = 0;
  switchedUp = 0;
  switchedDown = 0;
  /** Viewers in each state now; neither added up nor cleared. */
  readonly states: Record<ClientState, number> = { starting: 0, playing: 0, stalled: 0, ended: 0, failed: 0 };

  get switches(): number {
    return this.switchedUp + this.switchedDown;
  }

  change(from: ClientState | null, to: ClientState | null): void {
    if (from !== null) this.states[from] -= 1;
    if (to !== null) this.states[to] += 1;
    if (from === null) this.started += 1;
    if (to === "failed" && from !== "failed") this.failed += 1;
  }

  add(other: ClientStats, sign: 1 | -1 = 1): void {
    this.started += sign * other.started;
    this.failed += sign * other.failed;
    this.neverPlayed += sign * other.neverPlayed;
    this.switchedUp += sign * other.switchedUp;
    this.switchedDown += sign * other.switchedDown;
  }

  addData({ clients, switches }: Pick<MeasurementsData, "clients" | "switches">): void {
    this.started += clients.started;
    this.failed += clients.failed;
    this.neverPlayed += clients.neverPlayed;
    this.switchedUp += switches.up;
    this.switchedDown += switches.down;
  }

  toData(): Pick<MeasurementsData, "clients" | "switches"> {
    return {
      clients: { started: this.started, failed: this.failed, neverPlayed: this.neverPlayed },
      switches: { up: this.switchedUp, down: this.switchedDown },
    };
  }

  clear(): void {
    this.started = 0;
    this.failed = 0;
    this.neverPlayed = 0;
    this.switchedUp = 0;
    this.switchedDown = 0;
  }
}
