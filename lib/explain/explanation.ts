import type { Component } from "../schema/component.ts";
import type { Finding } from "../schema/finding.ts";
import type { Value } from "../schema/table.ts";

/** What one layer says about a key. */
export interface LayerValue {
  /** `base`, `profile low-latency`, `--set`. */
  label: string;
  value: Value;
  /** Whether it is the value in force. */
  wins: boolean;
}

/** A key the user sets, with the layers its value went through. */
export interface KeyExplanation {
  kind: "config";
  component: Component;
  path: string;
  description: string;
  type: string;
  /** Allowed words, empty when any value of the type may do. */
  options: readonly string[];
  value: Value;
  /** The layer the value came from. */
  source: string | null;
  /** Lowest first; only those that have the key. */
  layers: readonly LayerValue[];
  /** Derived keys whose formula reads this one. */
  readBy: readonly string[];
  /** What is wrong with the value. */
  findings: readonly Finding[];
}

/** A key that hlsctl works out. */
export interface DerivedExplanation {
  kind: "derived";
  component: Component;
  path: string;
  description: string;
  type: string;
  options: readonly string[];
  value: Value;
  formula: string;
  /** The formula with the values in it. */
  filled: string;
  reads: readonly { path: string; value: Value; source: string | null }[];
  readBy: readonly string[];
}

export type Explanation = KeyExplanation | DerivedExplanation;

/** A key in the list of all; `*` in its path stands for a position. */
export interface KeyEntry {
  kind: Explanation["kind"];
  component: Component;
  path: string;
  description: string;
  /** Null for derived keys. */
  type: string | null;
  options: readonly string[];
}
