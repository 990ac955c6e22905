import { lookupProfile } from "../registry/registry.ts";
import { resolveOrigin } from "../resolve.ts";
import type { CheckContext } from "./context.ts";
import { overrideLayers } from "./profiles.ts";

/** Where the origin of the default profile answers; the user may have one of that name. */
export function defaultOrigin({ profiles }: CheckContext): { port: number; playlist: string } {
  const { registry, overrides } = profiles.origin;
  const profile = lookupProfile(registry, "default");
  const { config } = resolveOrigin(registry, profile, overrideLayers(overrides));
  const { masterPlaylist, playlistName } = config.hls;
  return { port: config.server.port, playlist: config.multibitrate ? masterPlaylist : playlistName };
}

/** What tells that it plays, at that address. */
export function originUrls(context: CheckContext, port: number): { health: string; playlist: string } {
  const url = `http://127.0.0.1:${port}`;
  return { health: `${url}/health`, playlist: `${url}/${defaultOrigin(context).playlist}` };
}
