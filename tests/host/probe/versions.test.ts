import { describe, expect, test } from "bun:test";
import { parseFfmpegVersion, parseList } from "../../../lib/host/probe/ffmpeg.ts";
import { parseNginxBuild, parseNginxVersion } from "../../../lib/host/probe/nginx.ts";
import {
  parseBuilders,
  parseNixConfig,
  parseNixVersion,
  parseTrusted,
} from "../../../lib/host/probe/nix-version.ts";
import { parseRelease } from "../../../lib/host/probe/program.ts";
import { parseHelpList, parseQemuVersion } from "../../../lib/host/probe/qemu.ts";
import { parseXorrisoVersion } from "../../../lib/host/probe/xorriso.ts";

describe("what programs say their version is", () => {
  test.each([
    ["nix (Nix) 2.8.0\n", "nix", "2.8.0"],
    ["nix (Nix) 2.31.2\n", "nix", "2.31.2"],
    ["nix (Nix) 2.30pre20250521_76a4d4c2\n", "nix", "2.30pre20250521_76a4d4c2"],
    ["nix (Lix, like Nix) 2.91.1\n", "lix", "2.91.1"],
    ["nix (Lix, like Nix) 2.93.0-pre20250213-dev\n", "lix", "2.93.0-pre20250213-dev"],
    ["nix (Lix, like Nix) 2.91.1\nSystem type: x86_64-linux\n", "lix", "2.91.1"],
    ["nix (Determinate Nix 3.11.3) 2.31.2\n", "determinate", "2.31.2"],
    ["warning: something\nnix (Nix) 2.18.1\n", "nix", "2.18.1"],
    ["nix (Nix) 2.31.2\u001b[31m\u0007\n", "nix", "2.31.2"],
    ["", null, null],
    ["nix: command not found\n", null, null],
  ] as const)("Nix: %j", (output, flavour, version) => {
    expect(parseNixVersion(output)).toEqual({ flavour, version });
  });

  test.each([
    ["ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers", "5.1.9-0+deb12u1"],
    ["ffmpeg version n7.1 Copyright (c) 2000-2024 the FFmpeg developers", "n7.1"],
    [
      "ffmpeg version N-47683-g0e8eb07980-static https://johnvansickle.com/ffmpeg/",
      "N-47683-g0e8eb07980-static",
    ],
    ["ffmpeg version git-2020-01-13-7225479 Copyright", "git-2020-01-13-7225479"],
    ["ffmpeg version 8.0 Copyright (c) 2000-2025", "8.0"],
    ["", null],
  ])("FFmpeg: %j", (output, version) => {
    expect(parseFfmpegVersion(output)).toBe(version);
  });

  test.each([
    ["nginx version: nginx/1.22.1\nbuilt with OpenSSL 3.0.22", "1.22.1"],
    ["nginx version: nginx/1.18.0 (Ubuntu)", "1.18.0"],
    ["nginx version: openresty/1.25.3.1", "openresty/1.25.3.1"],
    ["Tengine version: Tengine/3.1.0\nnginx version: nginx/1.24.0", "1.24.0"],
    ["nginx: [emerg] something", null],
  ])("nginx: %j", (output, version) => {
    expect(parseNginxVersion(output)).toBe(version);
  });

  test.each([
    ["QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)\nCopyright", "7.2.22"],
    ["QEMU emulator version 9.2.50 (v9.2.0-1234-gabcdef)", "9.2.50"],
    ["QEMU emulator version 8.0.0 (qemu-kvm-8.0.0-16.el9)", "8.0.0"],
    ["qemu: fatal", null],
  ])("QEMU: %j", (output, version) => {
    expect(parseQemuVersion(output)).toBe(version);
  });

  test.each([
    ["xorriso 1.5.4 : RockRidge filesystem manipulator, libburnia project.\n\nxorriso 1.5.4\n", "1.5.4"],
    ["GNU xorriso 1.5.6 : RockRidge filesystem manipulator\n", "1.5.6"],
    ["xorriso: not found", null],
    ["xorriso version   :  1.5.6.pl02\n", "1.5.6.pl02"],
  ])("xorriso: %j", (output, version) => {
    expect(parseXorrisoVersion(output)).toBe(version);
  });

  test.each([
    ["2.8.0", { major: 2, minor: 8 }],
    ["2.30pre20250521_76a4d4c2", { major: 2, minor: 30 }],
    ["2.18.3-lix", { major: 2, minor: 18 }],
    ["N-47683-g0e8eb07980", null],
    ["8", null],
    [null, null],
  ])("the release of %j", (version, release) => {
    expect(parseRelease(version)).toEqual(release);
  });
});

describe("FFmpeg's lists", () => {
  const ENCODERS = ` V..... = Video
 .....D = Supports direct rendering method 1
 ------
 V....D libx264              libx264 H.264 / AVC (codec h264)
 A....D aac                  AAC (Advanced Audio Coding)
`;
  test("names are found below the ruler with their flags", () => {
    expect([...parseList(ENCODERS)]).toEqual([
      ["libx264", " V....D"],
      ["aac", " A....D"],
    ]);
  });

  test("flags with spaces inside (FFmpeg 7) are not taken for names", () => {
    const list =
      "Formats:\n D.. = Demuxing\n ---\n D d lavfi           Libavfilter\n DE  mov,mp4         MOV\n";
    expect([...parseList(list).keys()]).toEqual(["lavfi", "mov", "mp4"]);
    expect(parseList(list).get("lavfi")).toBe(" D d");
  });

  test("a text without a ruler lists nothing", () => {
    expect(parseList("Unrecognized option 'formats'.\n").size).toBe(0);
  });
});

test("nginx's modules are read from its configure arguments, static and dynamic, with and without", () => {
  const output =
    "configure arguments: --with-http_stub_status_module --with-mail=dynamic --with-http_perl_module=dynamic --without-http_gzip_module";
  expect(parseNginxBuild(output)).toEqual({
    modules: ["http_stub_status_module", "http_perl_module"],
    without: ["http_gzip_module"],
  });
});

test("QEMU's help lists are words below a heading", () => {
  expect(parseHelpList("Accelerators supported in QEMU binary:\ntcg\nkvm\n")).toEqual(["tcg", "kvm"]);
  expect(parseHelpList("Available netdev backend types:\nl2tpv3\nvhost-user\nuser\n")).toEqual([
    "l2tpv3",
    "vhost-user",
    "user",
  ]);
});

describe("Nix's settings", () => {
  test("lines are keys and values; an empty value is empty", () => {
    const text = "builders = @/etc/nix/machines\nsandbox-paths = \nsystem = x86_64-linux\nextra = a = b\n";
    expect([...parseNixConfig(text)]).toEqual([
      ["builders", "@/etc/nix/machines"],
      ["sandbox-paths", ""],
      ["system", "x86_64-linux"],
      ["extra", "a = b"],
    ]);
  });

  test.each([
    ["", []],
    ["# a comment\n\n", []],
    [
      "ssh-ng://builder@linux-builder aarch64-linux,x86_64-linux /etc/nix/key 4 1 kvm\n",
      [{ uri: "ssh-ng://builder@linux-builder", systems: ["aarch64-linux", "x86_64-linux"] }],
    ],
    [
      "ssh://a - ; ssh://b i686-linux",
      [
        { uri: "ssh://a", systems: [] },
        { uri: "ssh://b", systems: ["i686-linux"] },
      ],
    ],
  ])("builders %j", (machines, builders) => {
    expect(parseBuilders(machines)).toEqual(builders);
  });

  test.each([
    ['{"trusted":true,"url":"daemon","version":"2.31.2"}', true],
    ['{"trusted":1,"url":"daemon"}', true],
    ['{"trusted": false}', false],
    ['{"trusted":0}', false],
    ['{"url":"daemon"}', null],
    ["Store URL: daemon", null],
  ])("trust: %j", (json, trusted) => {
    expect(parseTrusted(json)).toBe(trusted);
  });
});
