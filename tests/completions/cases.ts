/** What is typed before Tab, and the line that Tab makes of it. */
export const COMPLETES: readonly (readonly [typed: string, line: string])[] = [
  ["hlsctl prof", "hlsctl profiles "],
  ["hlsctl profiles va", "hlsctl profiles validate "],
  ["hlsctl --json profiles sh", "hlsctl --json profiles show "],
  ["hlsctl profiles show 4", "hlsctl profiles show 4k-abr "],
  ["hlsctl profiles diff default my-o", "hlsctl profiles diff default my-own "],
  ["hlsctl profiles validate default debug low", "hlsctl profiles validate default debug low-latency "],
  ["hlsctl profiles show --component swarm ge", "hlsctl profiles show --component swarm gentle "],
  ["hlsctl profiles list --component=s", "hlsctl profiles list --component=swarm "],
  ["hlsctl up --set hls.listS", "hlsctl up --set hls.listSize="],
  ["hlsctl up --set=hls.listS", "hlsctl up --set=hls.listSize="],
  ["hlsctl build vm --override-input nix", "hlsctl build vm --override-input nixpkgs="],
  ["hlsctl up --set testPattern=pal1", "hlsctl up --set testPattern=pal100bars "],
  ["hlsctl up --set=testPattern=pal1", "hlsctl up --set=testPattern=pal100bars "],
  ["hlsctl up --set networking.tap.mac=02:00:", "hlsctl up --set networking.tap.mac=02:00:00:01:77:01 "],
  ["hlsctl up --set hls.flags=temp_file,app", "hlsctl up --set hls.flags=temp_file,append_list "],
  [
    "hlsctl profiles show --component swarm --set cl",
    "hlsctl profiles show --component swarm --set clients=",
  ],
  ["hlsctl up --set x=1 default v", "hlsctl up --set x=1 default vm "],
  ["hlsctl up --dry", "hlsctl up --dry-run "],
  ["hlsctl logs my-inst", "hlsctl logs my-instance "],
  ["hlsctl logs -n 5 my-inst", "hlsctl logs -n 5 my-instance "],
  ["hlsctl explain recomm", "hlsctl explain recommendedTmpfsMB "],
  ["hlsctl explain clients gen", "hlsctl explain clients gentle "],
  ["hlsctl completion z", "hlsctl completion zsh "],
  ["hlsctl up --set-file some-f", "hlsctl up --set-file some-file.toml "],
  ["hlsctl nonsense d", "hlsctl nonsense d"],
  ["hlsctl version d", "hlsctl version d"],
];

/** What is typed, and everything that is offered. */
export const OFFERS: readonly (readonly [typed: string, words: readonly string[]])[] = [
  ["hlsctl profiles ", ["diff", "list", "show", "validate"]],
  ["hlsctl profiles list --component ", ["origin", "swarm"]],
  ["hlsctl up tap ", ["container", "container-enhanced", "iso", "runner", "vm"]],
  ["hlsctl down ", ["my-instance", "other"]],
  ["hlsctl completion ", ["bash", "fish", "zsh"]],
  ["hlsctl profiles show --set hls.segment", ["hls.segmentDuration=", "hls.segmentPattern="]],
  ["hlsctl build vm --override-input micro", ["microvm/nixpkgs=", "microvm/spectrum=", "microvm="]],
  ["hlsctl profiles show l", ["logged", "low-latency"]],
];
