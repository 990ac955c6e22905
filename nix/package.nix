# hlsctl: its JavaScript run by nixpkgs' Bun, with this flake's profiles and the completions of three shells.
#
# A compiled Bun binary cannot be patched to a loader in the store, so the bundle is used: the one that a written flake
# carries (nix/bundle/hlsctl.js), or in the repository one made from source.
{
  pkgs,
  root,
}:
let
  inherit (builtins.fromJSON (builtins.readFile (root + "/package.json"))) version;
  written = root + "/nix/bundle/hlsctl.js";
  bundle =
    if builtins.pathExists written then
      builtins.path {
        name = "hlsctl.js";
        path = written;
      }
    else
      import ./bundle.nix { inherit pkgs root; };
  profiles = builtins.path {
    name = "hls-profiles";
    path = root + "/profiles";
  };
in
pkgs.runCommand "hlsctl-${version}"
  {
    pname = "hlsctl";
    inherit version;
    meta = {
      description = "Test origins and load tests for HTTP Live Streaming";
      license = pkgs.lib.licenses.mit;
      mainProgram = "hlsctl";
    };
  }
  ''
    mkdir -p $out/bin $out/share/hlsctl
    cp ${bundle} $out/share/hlsctl/hlsctl.js
    ln -s ${profiles} $out/share/hlsctl/profiles
    # An empty file instead of the user's bunfig.toml, whose `preload` would run code.
    touch $out/share/hlsctl/bunfig.toml

    cat > $out/bin/hlsctl <<WRAPPER
    #!${pkgs.runtimeShell}
    unset "\''${!BUN_@}"
    export HLSCTL_PROFILES="\''${HLSCTL_PROFILES:+\$HLSCTL_PROFILES:}$out/share/hlsctl/profiles"
    exec ${pkgs.bun}/bin/bun --config=$out/share/hlsctl/bunfig.toml --no-env-file --no-install \\
      $out/share/hlsctl/hlsctl.js "\$@"
    WRAPPER
    chmod +x $out/bin/hlsctl

    export HOME=$TMPDIR
    mkdir -p $out/share/bash-completion/completions $out/share/zsh/site-functions \
      $out/share/fish/vendor_completions.d
    $out/bin/hlsctl completion bash > $out/share/bash-completion/completions/hlsctl
    $out/bin/hlsctl completion zsh > $out/share/zsh/site-functions/_hlsctl
    $out/bin/hlsctl completion fish > $out/share/fish/vendor_completions.d/hlsctl.fish
  ''
