import type { Finding } from "../../schema/finding.ts";
import type { OriginConfig } from "../../schema/origin.ts";
import { numberRule, problem, type Rule, textRule } from "./rule.ts";

/** Ports, addresses and devices. */
export const NETWORK_RULES: readonly Rule<OriginConfig>[] = [
  numberRule("server.port", (c) => c.server.port, { code: "port-out-of-range", least: 1, most: 65_535 }),
  textRule("networking.tap.device", (c) => c.networking.tap.device, {
    code: "device-name-invalid",
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/,
    expected: "an interface name of at most 15 letters and digits",
  }),
  textRule("networking.tap.mac", (c) => c.networking.tap.mac, {
    code: "mac-invalid",
    pattern: /^[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}$/,
    expected: "a unicast MAC address such as 02:00:00:01:77:01",
  }),
  { reads: ["networking.subnet"], check: subnetIsReadable },
  { reads: ["networking.subnet", "networking.staticIp"], check: (c) => addressInSubnet(c, "staticIp") },
  { reads: ["networking.subnet", "networking.gateway"], check: (c) => addressInSubnet(c, "gateway") },
  { reads: ["networking.staticIp", "networking.gateway"], check: addressesDiffer },
];

interface Subnet {
  network: number;
  size: number;
}

/** A dotted IPv4 address as a number; undefined when it is none. */
function parseAddress(text: string): number | undefined {
  const parts = text.split(".");
  const isAddress =
    parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return isAddress ? parts.reduce((address, part) => address * 256 + Number(part), 0) : undefined;
}

function parseSubnet(text: string): Subnet | undefined {
  const [base = "", prefix = "", ...rest] = text.split("/");
  const address = parseAddress(base);
  const isPrefix = /^\d{1,2}$/.test(prefix) && Number(prefix) <= 30 && rest.length === 0;
  if (address === undefined || !isPrefix) return undefined;
  const size = 2 ** (32 - Number(prefix));
  return { network: address - (address % size), size };
}

function subnetIsReadable({ networking }: OriginConfig): Finding[] {
  if (parseSubnet(networking.subnet)) return [];
  return [
    problem(
      "subnet-invalid",
      "networking.subnet",
      networking.subnet,
      "an IPv4 network such as 10.177.0.0/24",
    ),
  ];
}

function addressInSubnet({ networking }: OriginConfig, name: "staticIp" | "gateway"): Finding[] {
  const path = `networking.${name}`;
  const address = parseAddress(networking[name]);
  const subnet = parseSubnet(networking.subnet);
  if (address === undefined) {
    return [problem("address-invalid", path, networking[name], "an IPv4 address such as 10.177.0.10")];
  }
  if (!subnet) return [];
  const offset = address - subnet.network;
  if (offset > 0 && offset < subnet.size - 1) return [];
  const expected = `a host address inside networking.subnet, ${networking.subnet}`;
  return [problem("subnet-misses-address", path, networking[name], expected)];
}

function addressesDiffer({ networking }: OriginConfig): Finding[] {
  if (networking.staticIp !== networking.gateway) return [];
  const expected = "another address than networking.gateway";
  return [problem("addresses-equal", "networking.staticIp", networking.staticIp, expected)];
}
