# The bundle of hlsctl from the repository's sources: one file of JavaScript for Bun 1.3.6 or later.
#
# package-lock.json has no `resolved`; where npm keeps a package follows from its name and version, and `integrity` is
# the hash. Nothing of npm runs, and neither the `bun` package nor what is only for development is fetched.
{
  pkgs,
  root,
}:
let
  inherit (pkgs) lib;
  lock = builtins.fromJSON (builtins.readFile (root + "/package-lock.json"));

  isNeeded =
    path: entry:
    path != ""
    && path != "node_modules/bun"
    && !(entry.dev or false)
    && !(entry.devOptional or false)
    && !(entry ? os || entry ? cpu);
  modules = lib.filterAttrs isNeeded lock.packages;

  fetch =
    path: entry:
    let
      name = builtins.head (builtins.match ".*node_modules/((@[^/]+/)?[^/]+)" path);
      file = "${baseNameOf name}-${entry.version}.tgz";
    in
    pkgs.fetchurl {
      url = "https://registry.npmjs.org/${name}/-/${file}";
      hash = entry.integrity;
    };
  unpack = path: entry: ''
    mkdir -p ${path}
    tar -xzf ${fetch path entry} -C ${path} --strip-components=1
  '';

  parts = [
    "cli.ts"
    "flake.lock"
    "flake.nix"
    "lib"
    "nix"
    "package.json"
    "profiles"
    "tsconfig.json"
  ];
  source = builtins.path {
    name = "hlsctl-source";
    path = root;
    filter =
      path: _type:
      let
        below = lib.removePrefix "${toString root}/" path;
      in
      builtins.elem (builtins.head (lib.splitString "/" below)) parts;
  };
in
pkgs.runCommand "hlsctl.js"
  {
    nativeBuildInputs = [ pkgs.bun ];
    # Of the sources and not of the commit, so that what does not change them builds nothing anew.
    HLSCTL_COMMIT = "nix-${builtins.substring 0 12 (baseNameOf source)}";
    # The bundle carries itself by being a file; it needs no copy of itself inside.
    HLSCTL_BUNDLING = "1";
  }
  ''
    cp -R ${source} source
    chmod -R u+w source
    cd source
    ${lib.concatStrings (lib.mapAttrsToList unpack modules)}
    export HOME=$TMPDIR
    bun build --target=bun --minify cli.ts --outfile=hlsctl.js
    cp hlsctl.js $out
  ''
