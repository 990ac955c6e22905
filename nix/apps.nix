# Apps of one system: what `nix run .#NAME` starts. Every output has one: programs are run, images are loaded and run,
# ISO images are built. Where the system lacks an output, its app says why and what works instead (exit 8).
{
  inputs,
  scope,
  catalogue,
  packages,
  system,
}:
let
  inherit (scope) pkgs hlsctl goPackage;
  inherit (pkgs) lib;
  tools = import ./apps/tools.nix { inherit inputs pkgs; };
  wrap = import ./apps/wrap.nix { inherit pkgs; };
  up = import ./apps/up.nix {
    inherit
      pkgs
      scope
      catalogue
      system
      tools
      ;
  };
  nginx-config = import ./apps/nginx-config.nix { inherit pkgs scope tools; };

  # The description is said here and not by the script, so that listing evaluates none.
  app = description: program: {
    type = "app";
    inherit program;
    meta = { inherit description; };
  };
  script = description: package: app description (lib.getExe package);

  explain =
    one:
    script "Why ${system} lacks ${one.name}, and what works instead" (
      import ./apps/explain.nix { inherit pkgs one system; }
    );
  runImage =
    one:
    import ./apps/run-image.nix {
      inherit pkgs tools;
      inherit (one) name;
    };
  scriptOf =
    one:
    if one.component != "test-origin" then
      runImage one
    else if one.type == "nginx-config" then
      wrap one.name nginx-config [ one.key ]
    else
      wrap one.name up [
        one.key
        one.type
      ];
  ofOutput =
    one:
    if !one.isAvailable then
      explain one
    else if one.program != null then
      app one.description "${one.package}/bin/${one.program}"
    else
      script one.description (scriptOf one);

  goImage = {
    name = "go-ffmpeg-hls-swarm-container";
    component = "go-ffmpeg-hls-swarm";
    type = "container";
    key = "default";
    isAvailable = packages ? go-ffmpeg-hls-swarm-container;
    program = null;
    description = "The original Go program in a container";
  };
  welcome = script "What this flake offers and what to try" (
    import ./apps/welcome.nix { inherit pkgs scope system; }
  );
in
builtins.listToAttrs (
  map (one: lib.nameValuePair one.name (ofOutput one)) (catalogue ++ [ goImage ])
)
// {
  inherit welcome;
  default = welcome;
  up = script "Bring up a test origin: up [PROFILE] [TYPE]" up;
  build = script "Build outputs by name: build [OUTPUT…]" (
    import ./apps/build.nix { inherit pkgs packages tools; }
  );
  run = script "Play a stream with a swarm of clients: run URL" (wrap "run" hlsctl [ "swarm" ]);
  generate-completion = script "Completion of hlsctl for bash, zsh or fish" (
    import ./apps/generate-completion.nix { inherit pkgs scope; }
  );
  nginx-config = script "Print the nginx.conf of a profile: nginx-config [PROFILE]" nginx-config;
  hlsctl = app "hlsctl itself" "${hlsctl}/bin/hlsctl";
  go-ffmpeg-hls-swarm = app "The original Go program" "${goPackage}/bin/go-ffmpeg-hls-swarm";
}
