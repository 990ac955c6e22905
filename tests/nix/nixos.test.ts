import { describe, expect } from "bun:test";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../support/decode.ts";
import {
  buildFlake,
  evalFlake,
  flake,
  nix,
  nixText,
  testWithNix,
  textOfDerivation,
  userFlake,
} from "../support/nix.ts";

/** A machine of somebody who uses the flake's modules; `settings` is Nix. */
async function machine(settings: string): Promise<string> {
  return userFlake(
    await flake(),
    `{
      nixosConfigurations.machine = nixpkgs.lib.nixosSystem {
        modules = [
          hlsctl.nixosModules.default
          { nixpkgs.hostPlatform = "x86_64-linux"; users.allowNoPasswordLogin = true; }
          { ${settings} }
        ];
      };
    }`,
  );
}

const SYSTEM = "nixosConfigurations.machine.config.system.build.toplevel";

/** Builds the machine's system: a folder with units/, etc/ and system.json. */
async function buildMachine(settings: string): Promise<string> {
  const folder = await machine(settings);
  const made = JSON.parse(
    await nixText(["build", "--json", "--no-link", "--no-write-lock-file", `path:${folder}#${SYSTEM}`]),
  );
  return made[0].outputs.out;
}

/** Why the machine cannot be. */
async function refusalOf(settings: string): Promise<string> {
  const argv = ["eval", "--raw", "--no-write-lock-file", `path:${await machine(settings)}#${SYSTEM}.drvPath`];
  const { status, stderr } = await nix(argv);
  expect({ status, stderr }).toMatchObject({ status: 1 });
  return stderr;
}

interface System {
  firewall: { enable: boolean; allowedTCPPorts: number[] };
  users: Record<string, Account>;
  openssh: { enable: boolean; settings: Record<string, unknown> };
  sysctl: Record<string, unknown>;
  "cloud-init": unknown;
}

interface Account {
  password: string | null;
  hashedPassword: string | null;
  initialPassword: string | null;
  initialHashedPassword: string | null;
  hashedPasswordFile: string | null;
  isNormalUser: boolean;
  openssh: { authorizedKeys: { keys: string[]; keyFiles: string[] } };
}

async function systemOf(toplevel: string): Promise<System> {
  return JSON.parse(await readFile(join(toplevel, "system.json"), "utf8"));
}

async function unit(toplevel: string, name: string): Promise<string> {
  return readFile(join(toplevel, "units", name), "utf8");
}

async function servicesOf(toplevel: string, pattern: RegExp): Promise<string[]> {
  const names = (await readdir(join(toplevel, "units"))).filter((name) => pattern.test(name));
  return names.map((name) => join(toplevel, "units", name));
}

/** The files of somebody's system that systemd-analyze refuses or finds exposed. */
async function expectHardened(services: readonly string[]): Promise<void> {
  for (const service of services) {
    const argv = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=19", service];
    const { status, output } = await run(argv);
    const report = new TextDecoder().decode(output);
    expect(status, report).toBe(0);
    expect(report).not.toContain("deny list");
  }
}

describe("services.hls-origin", () => {
  testWithNix("gives units that systemd accepts, hardened, in slices that nest by name", async () => {
    const toplevel = await buildMachine(`
      services.hls-origin = { enable = true; profile = "4k-abr"; settings.server.port = 8080; };
    `);
    const units = await servicesOf(toplevel, /^(hls-|var-hls).*\.(service|slice|mount)$/);
    const { status, errors } = await run(["systemd-analyze", "verify", "--man=no", ...units]);
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    await expectHardened(units.filter((path) => path.endsWith(".service")));
    expect(await unit(toplevel, "hls-generator.service")).toContain("Slice=hls-origin-generator.slice");
    expect(await unit(toplevel, "hls-origin.service")).toContain("Slice=hls-origin-nginx.slice");
    expect(units.map((path) => path.split("/").at(-1))).toEqual(
      expect.arrayContaining(["hls-origin.slice", "hls-origin-generator.slice", "hls-origin-nginx.slice"]),
    );
    expect(await readdir(join(toplevel, "units/multi-user.target.wants"))).toEqual(
      expect.arrayContaining(["hls-generator.service", "hls-origin.service"]),
    );
  });

  testWithNix("sizes the tmpfs by what the profile derives", async () => {
    const toplevel = await buildMachine(`services.hls-origin = { enable = true; profile = "stress"; };`);
    expect(await unit(toplevel, "var-hls.mount")).toMatch(/^Options=.*size=75M/m);
  });

  testWithNix("opens the firewall only when asked", async () => {
    const origin = (more: string) => `services.hls-origin = { enable = true; bind = "0.0.0.0"; ${more} };`;
    const [closed, open] = [
      await systemOf(await buildMachine(origin(""))),
      await systemOf(await buildMachine(origin("openFirewall = true;"))),
    ];
    expect(closed.firewall).toMatchObject({ enable: true, allowedTCPPorts: [] });
    expect(open.firewall).toMatchObject({ enable: true, allowedTCPPorts: [17080] });
  });

  testWithNix("leaves a machine alone where it is not enabled", async () => {
    const toplevel = await buildMachine("");
    expect(await servicesOf(toplevel, /hls/)).toEqual([]);
    expect((await systemOf(toplevel)).users).toEqual({});
  });

  const refusals: [title: string, settings: string, message: RegExp][] = [
    [
      "an unknown profile",
      'services.hls-origin = { enable = true; profile = "low-latncy"; };',
      /services\.hls-origin\.profile' is not of type `one of .*"low-latency"/,
    ],
    [
      "an unknown key of a configuration",
      "services.hls-origin = { enable = true; settings.hls.segmentDuraton = 4; };",
      /hls\.segmentDuraton[\s\S]*hls\.segmentDuration/,
    ],
    [
      "a value of another type",
      'services.hls-origin = { enable = true; settings.server.port = "http"; };',
      /server\.port[\s\S]*http/,
    ],
    [
      "an exporter's port that is no port",
      "services.hls-origin = { enable = true; exporters.node = { enable = true; port = 70000; }; };",
      /exporters\.node\.port' is not of type `16 bit unsigned integer/,
    ],
    [
      "an option that is not there",
      "services.hls-origin = { enable = true; prot = 1; };",
      /The option `services\.hls-origin\.prot' does not exist/,
    ],
    [
      "one port for two",
      "services.hls-origin = { enable = true; exporters.node = { enable = true; port = 17080; }; };",
      /port 17080 is wanted by .* and exporters\.node\.port/,
    ],
    [
      "a firewall opened for the loopback",
      "services.hls-origin = { enable = true; openFirewall = true; };",
      /openFirewall opens a port where nobody answers/,
    ],
  ];
  for (const [title, settings, message] of refusals) {
    testWithNix(`refuses ${title}`, async () => {
      expect(await refusalOf(settings)).toMatch(message);
    });
  }
});

describe("services.hls-swarm", () => {
  testWithNix("is a hardened unit with the stream's URL, percent signs and all", async () => {
    const toplevel = await buildMachine(`
      services.hls-swarm = { enable = true; profile = "gentle"; streamUrl = "http://origin:17080/a%20b.m3u8"; };
    `);
    const units = await servicesOf(toplevel, /^hls-swarm\.service$/);
    const { status, errors } = await run(["systemd-analyze", "verify", "--man=no", ...units]);
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    await expectHardened(units);
    const text = await unit(toplevel, "hls-swarm.service");
    expect(text).toContain('Environment="STREAM_URL=http://origin:17080/a%%20b.m3u8"');
    expect(text).toContain('"--profile" "gentle"');
  });
});

/** What becomes of the systems behind packages. */
const INSIDE = "package: builtins.toJSON (let c = package.passthru.system.config; in ";

describe("an origin and a swarm on one machine", () => {
  testWithNix("tune the kernel together, the origin's values first", async () => {
    const both = await systemOf(
      await buildMachine(`
        services.hls-origin = { enable = true; tuneKernel = true; };
        services.hls-swarm = {
          enable = true;
          tuneKernel = true;
          streamUrl = "http://127.0.0.1:17080/stream.m3u8";
        };
      `),
    );
    expect(both.sysctl).toMatchObject({
      "net.core.somaxconn": 65535,
      "net.ipv4.tcp_fin_timeout": 30,
      "net.ipv4.tcp_tw_reuse": 1,
    });
  });
});

async function inside(attribute: string, what: string): Promise<unknown> {
  return JSON.parse((await evalFlake(await flake(), attribute, `${INSIDE}${what})`)) as string);
}

describe("the MicroVM", () => {
  testWithNix(
    "forwards ports of 127.0.0.1, has its store on a disk and the memory its profile derives",
    async () => {
      const microvm = await inside(
        "test-origin-vm-4k-abr",
        "{ inherit (c.microvm) mem vcpu storeOnDisk forwardPorts interfaces hypervisor; inherit (c.services.hls-origin.resolved) derived; }",
      );
      const { forwardPorts, interfaces, ...rest } = microvm as {
        forwardPorts: { host: { address: string; port: number } }[];
        interfaces: { type: string }[];
        mem: number;
        vcpu: number;
        derived: { vmMemoryMB: number; vmCores: number };
      };
      expect(interfaces).toMatchObject([{ type: "user" }]);
      expect(forwardPorts.map(({ host }) => host.port).sort()).toEqual([17080, 17100, 17113, 17122]);
      for (const { host } of forwardPorts) expect(host.address).toBe("127.0.0.1");
      expect(rest).toMatchObject({ storeOnDisk: true, hypervisor: "qemu" });
      expect({ mem: rest.mem, vcpu: rest.vcpu }).toEqual({
        mem: rest.derived.vmMemoryMB,
        vcpu: rest.derived.vmCores,
      });
    },
  );

  testWithNix("never has exactly 2048 MB, with which QEMU hangs", async () => {
    const sizes = (await evalFlake(
      await flake(),
      "legacyPackages.x86_64-linux.test-origin",
      "all: builtins.mapAttrs (_: types: types.vm.passthru.system.config.microvm.mem) all",
    )) as Record<string, number>;
    for (const mem of Object.values(sizes)) expect(mem).not.toBe(2048);
    expect(new Set(Object.values(sizes)).size).toBeGreaterThan(1);
  });

  testWithNix("behind a tap device uses vhost, the profile's addresses and no forwards", async () => {
    expect(
      await inside(
        "test-origin-vm-tap",
        '{ inherit (c.microvm) interfaces forwardPorts; address = c.systemd.network.networks."10-hls".address; }',
      ),
    ).toMatchObject({
      interfaces: [{ type: "tap", id: "hlstap0", mac: "02:00:00:01:77:01", tap: { vhost: true } }],
      forwardPorts: [],
      address: ["10.177.0.10/24"],
    });
  });

  testWithNix("starts only where /dev/kvm or the user's word allows it", async () => {
    const [path = ""] = await buildFlake(await flake(), "test-origin-vm");
    const { status, errors } = await run(["env", "HLSCTL_ACCEL=hvf", join(path, "bin/test-origin-vm")]);
    expect({ status, errors }).toMatchObject({ status: 2 });
    expect(errors).toContain('HLSCTL_ACCEL is "hvf"; it takes kvm or tcg.');
  });

  testWithNix("tells what it obeys, and starts nothing when given words", async () => {
    const [path = ""] = await buildFlake(await flake(), "test-origin-vm");
    const program = join(path, "bin/test-origin-vm");
    const told = await run([program, "--help"]);
    expect(told).toMatchObject({ status: 0 });
    for (const variable of ["HLSCTL_ACCEL", "HLSCTL_VM_DIR", "HLSCTL_VM_SSH_KEYS"]) {
      expect(new TextDecoder().decode(told.output)).toContain(variable);
    }
    const refused = await run([program, "--accel", "tcg"]);
    expect(refused.status).toBe(2);
    expect(refused.errors).toContain('there is "--accel"');
  });
});

/** The system on an ISO image, and how that is made. */
async function onImage(attribute: string): Promise<{ system: System; image: Record<string, unknown> }> {
  const [path = ""] = await buildFlake(await flake(), attribute);
  const [name = ""] = await readdir(join(path, "iso"));
  const { toplevel, isoImage } = JSON.parse(await readFile(join(path, "iso", name), "utf8"));
  return { system: await systemOf(toplevel), image: isoImage };
}

describe("no image lets anybody in:", () => {
  const what = "{ inherit (c.users) users; inherit (c.networking) firewall; inherit (c.services) openssh; }";
  const images = {
    "test-origin-vm": async (name: string) => (await inside(name, what)) as System,
    "test-origin-iso": async (name: string) => (await onImage(name)).system,
    "test-origin-iso-cloud-init": async (name: string) => (await onImage(name)).system,
    "swarm-client-vm": async (name: string) => (await inside(name, what)) as System,
  };
  for (const [image, look] of Object.entries(images)) {
    testWithNix(`${image} has no passwords, no keys, and a firewall with the needed ports`, async () => {
      const { users, firewall, openssh } = await look(image);
      for (const [name, account] of Object.entries(users)) {
        const { keys, keyFiles } = account.openssh.authorizedKeys;
        const hashedPassword = name === "root" ? "!" : null;
        expect({ name, keys, keyFiles }).toEqual({ name, keys: [], keyFiles: [] });
        expect({ name, ...pick(account) }).toEqual({ name, ...LOCKED, hashedPassword });
      }
      const ports = image.startsWith("test-origin") ? [17080, 17100, 17113] : [17091];
      const keyed = openssh.enable ? [22] : [];
      expect(firewall.enable).toBe(true);
      expect([...firewall.allowedTCPPorts].sort((a, b) => a - b)).toEqual([...keyed, ...ports]);
      if (openssh.enable) expect(openssh.settings).toMatchObject(BY_KEY);
    });
  }
});

const BY_KEY = {
  PermitRootLogin: "prohibit-password",
  PasswordAuthentication: false,
  KbdInteractiveAuthentication: false,
};

const LOCKED = {
  password: null,
  initialPassword: null,
  initialHashedPassword: null,
  hashedPasswordFile: null,
  isNormalUser: false,
};

function pick(account: Account) {
  const {
    password,
    hashedPassword,
    initialPassword,
    initialHashedPassword,
    hashedPasswordFile,
    isNormalUser,
  } = account;
  return {
    password,
    hashedPassword,
    initialPassword,
    initialHashedPassword,
    hashedPasswordFile,
    isNormalUser,
  };
}

describe("the ISO image", () => {
  testWithNix("boots by EFI and from USB everywhere, by BIOS on x86_64 only", async () => {
    const { image } = await onImage("test-origin-iso");
    expect(image).toMatchObject({ makeEfiBootable: true, makeUsbBootable: true, makeBiosBootable: true });
    expect(String(image.volumeID).length).toBeLessThanOrEqual(32);
    const there = await textOfDerivation(await flake(), "packages.aarch64-linux.test-origin-iso", "iso.json");
    expect(JSON.parse(there ?? "").isoImage).toMatchObject({
      makeEfiBootable: true,
      makeUsbBootable: true,
      makeBiosBootable: false,
    });
  });

  testWithNix("reads a NoCloud seed where it has cloud-init", async () => {
    const { system } = await onImage("test-origin-iso-cloud-init");
    expect(system["cloud-init"]).toMatchObject({
      enable: true,
      network: { enable: true },
      settings: { datasource_list: expect.arrayContaining(["NoCloud"]) },
    });
  });
});

describe("the test with two machines", () => {
  testWithNix("evaluates both machines, and its script is Python", async () => {
    const folder = await userFlake(
      await flake(),
      `{
        packages.x86_64-linux.test = import (hlsctl + "/nix/tests/integration.nix") {
          inherit pkgs;
          originModule = hlsctl.nixosModules.test-origin;
          swarmModule = hlsctl.nixosModules.swarm-client;
        };
      }`,
    );
    const argv = ["build", "--json", "--no-link", "--no-write-lock-file", `path:${folder}#test`];
    const [{ outputs }] = JSON.parse(await nixText(argv));
    const { users, firewall } = await systemOf(join(outputs.out, "origin"));
    expect(Object.keys(users)).toContain("hls-origin");
    expect(firewall.allowedTCPPorts).toContain(17080);
    expect(await unit(join(outputs.out, "swarm"), "hls-swarm.service")).toContain(
      "http://origin:17080/stream.m3u8",
    );
    expect(await readFile(join(outputs.out, "script.py"), "utf8")).toContain("origin.wait_for_unit");
  });
});
