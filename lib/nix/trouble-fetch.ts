import { drvName } from "./drv-name.ts";
import type { NixTrouble, Rule } from "./trouble.ts";

export const network: Rule = ({ errors, log, failed, said, isOffline }) => {
  const found = /unable to download '([^']+)': ([^\n]+)/.exec(`${errors}\n${log}`);
  const reason = found?.[2] ?? LOST.exec(errors)?.[0] ?? FETCHER.exec(log)?.[0];
  if (reason === undefined) return undefined;
  const url = found?.[1];
  if (isOffline) return forbidden(url ?? (failed === null ? "What Nix asked for" : drvName(failed)), failed);
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

/** The network was not to be used, so that nothing is wrong with it. */
function forbidden(what: string, drvPath: string | null): NixTrouble {
  return {
    id: "download-failed",
    message: `${what} is not in this machine's store, and --offline keeps Nix from loading it.`,
    advice: [...BRING],
    drvPath,
  };
}

/** How something gets into the store of a machine that is not to load it. */
export const BRING: readonly string[] = [
  "Run this once without --offline where there is a network: the store keeps what was fetched.",
  "Or bring it from a machine that has it: nix copy --from ssh://HOST PATH",
  "Or take nixpkgs from a folder: --override-input nixpkgs=path:FOLDER",
];

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

export const notThere: Rule = ({ errors, wanted }) => {
  if (!/does not provide attribute/.test(errors)) return undefined;
  return {
    id: "output-not-found",
    message: `The flake has no output ${wanted} for this system.`,
    advice: ["`hlsctl nix show` lists what there is."],
    drvPath: null,
  };
};

export const notInStore: Rule = ({ errors, isOffline }) => {
  const found =
    /(?:path '([^']+)' is required, but there is no substituter that can build it|don't know how to build these paths:\s*(\S+)|path '([^']+)' (?:is not valid|does not exist and cannot be created))/.exec(
      errors,
    );
  if (!found) return undefined;
  return {
    id: "download-failed",
    message: `${drvName(found[1] ?? found[2] ?? found[3] ?? "")} is needed, and neither in the store nor to be had from a cache.`,
    advice: isOffline ? [...BRING] : ["Let Nix fetch it: it needs a network and a cache that has it."],
    drvPath: null,
  };
};
