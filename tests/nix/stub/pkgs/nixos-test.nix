# runNixOSTest: the nodes are evaluated, the script must be Python; no machine is started.
{
  lib,
  system,
  final,
}:
module:
let
  inherit (lib) mkOption types;
  option = type: default: mkOption { inherit type default; };
  declared.options = {
    name = mkOption { type = types.str; };
    nodes = option (types.attrsOf types.deferredModule) { };
    defaults = option types.deferredModule { };
    testScript = mkOption { type = types.either types.str (types.functionTo types.str); };
    skipLint = option types.bool false;
    skipTypeCheck = option types.bool false;
    globalTimeout = option types.int 3600;
    interactive = option types.raw { };
    meta = option types.attrs { };
    passthru = option types.attrs { };
  };
  test =
    (lib.evalModules {
      modules = [
        declared
        module
      ];
    }).config;

  machine.options.virtualisation = {
    cores = option types.ints.positive 1;
    memorySize = option types.ints.positive 1024;
    diskSize = option types.ints.positive 1024;
  };
  evaluate =
    name: node:
    import ../nixos/lib/eval-config.nix {
      inherit system;
      specialArgs = { inherit nodes; };
      modules = [
        machine
        node
        test.defaults
        { networking.hostName = lib.mkDefault name; }
      ];
    };
  nodes = lib.mapAttrs evaluate test.nodes;
  configs = lib.mapAttrs (_: node: node.config) nodes;
  inherit (test) testScript;
  link = name: config: "ln -s ${config.system.build.toplevel} $out/${name}\n";
in
final.runCommand "vm-test-run-${test.name}" {
  testScript = if builtins.isFunction testScript then testScript { nodes = configs; } else testScript;
  passAsFile = [ "testScript" ];
  meta = {
    platforms = lib.platforms.linux;
  }
  // test.meta;
  passthru = {
    inherit nodes;
  }
  // test.passthru;
} ''
  cp $testScriptPath script.py
  python3 -m py_compile script.py
  mkdir $out
  cp script.py $out/
  ${lib.concatStrings (lib.mapAttrsToList link configs)}
''
