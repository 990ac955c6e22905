import type { FailureId } from "../errors.ts";
import { drvName } from "./drv-name.ts";

/** What Nix came to grief with, in plain words. */
export interface NixTrouble {
  id: FailureId;
  message: string;
  /** What to do next, a line each. */
  advice: string[];
  /** The derivation whose log tells more. */
  drvPath: string | null;
}

/** What there is to judge by. */
export interface NixWords {
  /** Errors, warnings and other lines, without colours. */
  said: readonly string[];
  /** The last lines a derivation's builder wrote. */
  logOf(drvPath: string): readonly string[];
  /** Nix's exit status; 128 + n when signal n ended it. */
  status: number;
  /** What was asked for, in the words of the user: `test-origin-container`. */
  wanted: string;
}

/** The first rule that knows the words decides: nearer causes stand before what follows from them. */
export function classifyTrouble(words: NixWords): NixTrouble {
  const errors = words.said
    .filter((text) => !/^warning:/.test(text))
    .join("\n")
    .replace(QUOTED_LOG, "");
  const failed = failedDerivation(errors);
  const log = failed === null ? "" : words.logOf(failed).join("\n");
  for (const rule of RULES) {
    const trouble = rule({ ...words, errors, failed, log });
    if (trouble) return trouble;
  }
  return unexplained(words, errors);
}

/** Since 2.4 the error holds the end of the log, too; it is known by then, and its words are not Nix's. */
const QUOTED_LOG = /^\s*(?:>.*|last \d+ log lines:|For full logs, run.*)$\n?/gm;

interface Case extends NixWords {
  errors: string;
  failed: string | null;
  log: string;
}

type Rule = (words: Case) => NixTrouble | undefined;

const DRV = "'?(/nix/store/[^' \\n]+\\.drv)'?";

/** `builder for 'X' failed` until 2.28 and in Lix, `Cannot build 'X'.` with a reason since 2.29. Dependants' complaints come later. */
function failedDerivation(errors: string): string | null {
  const patterns = [
    `builder for ${DRV} failed`,
    `[Cc]annot build ${DRV}\\.?\\s*Reason: builder`,
    `hash mismatch in fixed-output derivation ${DRV}`,
    `build of ${DRV} (?:on '[^']*' )?(?:failed|timed out)`,
    `[Cc]annot build ${DRV}\\.?\\s*Reason: (?!\\d+ dependenc)`,
    `${DRV} (?:timed out|failed)`,
  ];
  for (const pattern of patterns) {
    const found = new RegExp(pattern).exec(errors)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

const full: Rule = ({ errors, log, failed }) => {
  if (!FULL.test(errors) && !FULL.test(log)) return undefined;
  const what = failed === null ? "Nix" : `The build of ${drvName(failed)}`;
  return {
    id: "disk-full",
    message: `${what} found no space left on the device.`,
    advice: [
      "Free some: nix-collect-garbage -d   # deletes old generations and what nothing refers to",
      "Builders work in the temporary folder: TMPDIR names another one.",
    ],
    drvPath: failed,
  };
};

const FULL = /No space left on device|[Dd]isk quota exceeded|database or disk is full/;

/** One line until 2.28 and in Lix; since 2.29 a paragraph `Required system: … Current system: …`. */
const otherSystem: Rule = ({ errors }) => {
  const old =
    /a '([^']+)' with features \{([^}]*)\} is required to build '([^']+)', but I am a '([^']+)' with features/.exec(
      errors,
    );
  const recent =
    /[Cc]annot build '([^']+)'\.?\s*Reason: (?:platform mismatch|required system or feature not available)\s*Required system: '([^']+)' with features \{([^}]*)\}\s*Current system: '([^']+)'/.exec(
      errors,
    );
  const [system = "", features = "", drv = "", own = ""] = old
    ? old.slice(1)
    : recent
      ? [recent[2], recent[3], recent[1], recent[4]]
      : [];
  if (drv === "") return undefined;
  const lacks = system === own ? `the feature ${features || "it asks for"}` : `builders for ${system}`;
  return {
    id: "system-unbuildable",
    message: `${drvName(drv)} is built on ${system}${features ? ` with ${features}` : ""}; this machine is ${own} and has no ${lacks.replace(/^the /, "")}.`,
    advice: ["`hlsctl doctor --type vm` tells what this machine can build, and what to add."],
    drvPath: null,
  };
};

const hashMismatch: Rule = ({ errors, failed }) => {
  const found =
    /hash mismatch in fixed-output derivation '([^']+)':\s*specified:\s*(\S+)\s*got:\s*(\S+)/.exec(errors);
  if (!found) return undefined;
  const [, drv = "", specified, got] = found;
  return {
    id: "build-failed",
    message: `What was downloaded for ${drvName(drv)} is not what the flake pins.`,
    advice: [
      `Expected ${specified}`,
      `got      ${got}`,
      "The file changed at its source, or something on the way changes it.",
    ],
    drvPath: failed,
  };
};

const network: Rule = ({ errors, log, failed, said }) => {
  const found = /unable to download '([^']+)': ([^\n]+)/.exec(`${errors}\n${log}`);
  const reason = found?.[2] ?? LOST.exec(errors)?.[0] ?? FETCHER.exec(log)?.[0];
  if (reason === undefined) return undefined;
  const url = found?.[1];
  const isLimit = /rate limit|HTTP error (403|429)/.test(said.join("\n"));
  return {
    id: "download-failed",
    message: `${url === undefined ? `A download of ${failed === null ? "Nix" : drvName(failed)} failed` : `${url} cannot be downloaded`}: ${shortReason(reason)}.`,
    advice: isLimit
      ? [
          "GitHub limits who asks without a token: access-tokens = github.com=… in nix.conf, or wait an hour.",
          OFFLINE,
        ]
      : ["Check the network, and proxies (https_proxy) if there are any.", OFFLINE],
    drvPath: failed,
  };
};

const LOST =
  /(?:[Cc]ould(?:n't| not) resolve host|[Tt]emporary failure in name resolution|[Nn]etwork is unreachable|Failed to connect to|[Cc]onnection timed out|Timeout was reached|cannot download \S+ from any mirror)[^\n]*/;
/** What programs that fetch write; anything else in a log is not about this machine's network. */
const FETCHER =
  /(?:curl: \((?:5|6|7|28|35|52|56)\)|error: cannot download \S+ from any mirror|fatal: unable to access|unable to download)[^\n]*/;
const OFFLINE =
  "Without a network: --override-input nixpkgs=path:FOLDER takes nixpkgs from a folder, --offline only what the store has.";

function shortReason(reason: string): string {
  const text = reason.replace(/; retrying in \d+ ms$/, "");
  // The bracket that Nix opened around an error within an error.
  const isOpen = text.split(")").length > text.split("(").length;
  return (isOpen ? text.replace(/\)[.\s]*$/, "") : text).replace(/[.\s]+$/, "");
}

const notThere: Rule = ({ errors, wanted }) => {
  if (!/does not provide attribute/.test(errors)) return undefined;
  return {
    id: "output-not-found",
    message: `The flake has no output ${wanted} for this system.`,
    advice: ["`hlsctl nix show` lists what there is."],
    drvPath: null,
  };
};

const notInStore: Rule = ({ errors }) => {
  const found =
    /(?:path '([^']+)' is required, but there is no substituter that can build it|don't know how to build these paths:\s*(\S+)|path '([^']+)' (?:is not valid|does not exist and cannot be created))/.exec(
      errors,
    );
  if (!found) return undefined;
  return {
    id: "download-failed",
    message: `${drvName(found[1] ?? found[2] ?? found[3] ?? "")} is needed, and neither in the store nor to be had from a cache.`,
    advice: ["Let Nix fetch it: without --offline, and with a network."],
    drvPath: null,
  };
};

const denied: Rule = ({ errors }) => {
  const line =
    /[^\n]*(?:\/nix\/|daemon-socket)[^\n]*[Pp]ermission denied[^\n]*|[^\n]*not allowed to connect to the Nix daemon[^\n]*/.exec(
      errors,
    );
  if (!line) return undefined;
  return {
    id: "nix-denied",
    message: `Nix may not use its store as this user: ${plain(line[0])}.`,
    advice: ["`hlsctl doctor` tells what to mend."],
    drvPath: null,
  };
};

const noStore: Rule = ({ errors }) => {
  const line =
    /[^\n]*(?:cannot connect to (?:socket|daemon)|the group '[^']*' specified in 'build-users-group'|unexpected end-of-file|Nix daemon disconnected)[^\n]*/.exec(
      errors,
    );
  if (!line) return undefined;
  return {
    id: "nix-unusable",
    message: `Nix cannot build here: ${plain(line[0])}.`,
    advice: ["`hlsctl doctor` tells what to mend."],
    drvPath: null,
  };
};

const tooOld: Rule = ({ errors }) => {
  const line =
    /[^\n]*(?:requires Nix >= |requires version >=|unrecognised flag|unsupported version '?\d+'?|attribute 'readFileType' missing|experimental (?:Nix )?feature '[^']*' is disabled)[^\n]*/.exec(
      errors,
    );
  if (!line) return undefined;
  return {
    id: "nix-too-old",
    message: `This Nix is too old for the flake: ${plain(line[0])}.`,
    advice: ["nixpkgs needs Nix 2.18; `hlsctl doctor` tells how to get one."],
    drvPath: null,
  };
};

const interrupted: Rule = ({ errors }) => {
  if (!/interrupted by the user/.test(errors)) return undefined;
  return { id: "interrupted", message: "The build was interrupted.", advice: [], drvPath: null };
};

const builderFailed: Rule = ({ errors, failed }) => {
  if (failed === null) return undefined;
  const how =
    /(?:builder )?failed (?:with exit code \d+|due to signal \d+[^\n;:.]*)|timed out after \d+ seconds|failed to produce output path[^\n;:.]*/.exec(
      errors,
    )?.[0] ?? "failed";
  return {
    id: "build-failed",
    message: `The build of ${drvName(failed)} ${how.replace(/^builder /, "")}.`,
    advice: ["Another nixpkgs may build it: --override-input nixpkgs=github:NixOS/nixpkgs/COMMIT"],
    drvPath: failed,
  };
};

const killed: Rule = ({ status, errors }) => {
  if (status <= 128 || /error:/.test(errors)) return undefined;
  const hint =
    status === 137 ? "The system kills programs when the memory runs out: dmesg | tail tells." : "";
  return {
    id: "build-failed",
    message: `Nix was ended by signal ${status - 128}.`,
    advice: hint ? [hint] : [],
    drvPath: null,
  };
};

const RULES: readonly Rule[] = [
  full,
  interrupted,
  otherSystem,
  hashMismatch,
  network,
  notThere,
  denied,
  noStore,
  tooOld,
  notInStore,
  builderFailed,
  killed,
];

/** Mostly an expression that does not evaluate: the innermost error is what counts, the trace leads to it. */
function unexplained({ status, wanted }: NixWords, errors: string): NixTrouble {
  const parts = errors.split(/(?:^|\n)\s*error:/).slice(1);
  const innermost = parts.at(-1)?.trim() ?? "";
  const [first = ""] = innermost.split("\n");
  return {
    id: "build-failed",
    message:
      first === ""
        ? `Nix ended with status ${status} and no word why.`
        : `Nix cannot work out ${wanted}: ${first.replace(/\.$/, "")}.`,
    advice: [],
    drvPath: null,
  };
}

function plain(line: string): string {
  return line
    .trim()
    .replace(/^error:\s*/, "")
    .replace(/\.$/, "");
}
