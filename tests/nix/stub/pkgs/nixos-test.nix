# runNixOSTest: the nodes are evaluated, the script must be Python; no machine is started.
{ lib, system, stdenv, final }:
module:
let
  test = (lib.evalModules {
    modules = [
      {
        options = {
          name = lib.mkOption { type = lib.types.str; };
          nodes = lib.mkOption { type = lib.types.attrsOf lib.types.deferredModule; default = { }; };
          defaults = lib.mkOption { type = lib.types.deferredModule; default = { }; };
          testScript = lib.mkOption { type = lib.types.either lib.types.str (lib.types.functionTo lib.types.str); };
          skipLint = lib.mkOption { type = lib.types.bool; default = false; };
          skipTypeCheck = lib.mkOption { type = lib.types.bool; default = false; };
          globalTimeout = lib.mkOption { type = lib.types.int; default = 3600; };
          extraPythonPackages = lib.mkOption { type = lib.types.functionTo lib.types.raw; default = _: [ ]; };
          interactive = lib.mkOption { type = lib.types.raw; default = { }; };
          meta = lib.mkOption { type = lib.types.attrs; default = { }; };
          node = lib.mkOption { type = lib.types.attrs; default = { }; };
          passthru = lib.mkOption { type = lib.types.attrs; default = { }; };
        };
      }
      module
    ];
  }).config;
  nodes = lib.mapAttrs (name: node: import ../nixos/lib/eval-config.nix {
    inherit system;
    specialArgs = { inherit nodes; };
    modules = [ node test.defaults { networking.hostName = lib.mkDefault name; virtualisation.isTestNode = true; } ];
  }) test.nodes;
  script = if builtins.isFunction test.testScript then test.testScript { nodes = lib.mapAttrs (_: node: node.config) nodes; } else test.testScript;
in
final.runCommand "vm-test-run-${test.name}" {
  testScript = script;
  passAsFile = [ "testScript" ];
  meta = { platforms = lib.platforms.linux; } // test.meta;
  passthru = { inherit nodes; config = test; driverInteractive = final.writeShellScriptBin "nixos-test-driver" "exit 1"; };
} ''
  cp $testScriptPath script.py
  python3 -m py_compile script.py
  mkdir $out
  cp script.py $out/
  ${lib.concatStrings (lib.mapAttrsToList (name: node: "ln -s ${node.config.system.build.toplevel} $out/${name}\n") nodes)}
''
