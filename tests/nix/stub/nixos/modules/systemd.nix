# Units as NixOS renders them; a unit that a package has gets a drop-in.
{ lib, config, pkgs, ... }:
let
  inherit (lib) mkOption types;
  option = type: default: mkOption { inherit type default; };
  texts = option (types.listOf types.str) [ ];
  scalar = types.nullOr (types.oneOf [ types.bool types.int types.float types.str types.path types.package ]);
  # Several definitions of a list are one after the other; of a scalar they must agree.
  section = option (types.attrsOf (types.either (types.listOf scalar) scalar)) { };
  base = {
    enable = option types.bool true;
    description = option types.str "";
    documentation = texts;
    unitConfig = section;
    aliases = texts;
    overrideStrategy = option (types.enum [ "asDropinIfExists" "asDropin" ]) "asDropinIfExists";
    startLimitIntervalSec = option types.int 10;
    startLimitBurst = option types.int 5;
  } // lib.genAttrs (relations ++ [ "wantedBy" "requiredBy" "upheldBy" ]) (_: texts);
  relations = [ "after" "before" "wants" "requires" "requisite" "bindsTo" "partOf" "conflicts" "onFailure" "onSuccess" "upholds" ];
  script = option types.lines "";
  kinds = {
    services = { name = "Service"; more = {
      serviceConfig = section;
      environment = option (types.attrsOf (types.nullOr (types.oneOf [ types.str types.path types.package ]))) { };
      path = option (types.listOf (types.nullOr (types.either types.package types.str))) [ ];
      inherit script; preStart = script; postStart = script; preStop = script; postStop = script; reload = script;
      restartIfChanged = option types.bool true;
      stopIfChanged = option types.bool true;
      reloadIfChanged = option types.bool false;
      restartTriggers = option (types.listOf types.unspecified) [ ];
      reloadTriggers = option (types.listOf types.unspecified) [ ];
      confinement = option types.attrs { };
      startAt = option (types.either types.str (types.listOf types.str)) [ ];
    }; };
    slices = { name = "Slice"; more.sliceConfig = section; };
    sockets = { name = "Socket"; more = { socketConfig = section; listenStreams = texts; }; };
    timers = { name = "Timer"; more.timerConfig = section; };
    targets = { name = "Target"; more = { }; };
  };
  # Mounts are a list: they have no names of their own.
  upper = text: lib.replaceStrings (lib.stringToCharacters "abcdefghijklmnopqrstuvwxyz") (lib.stringToCharacters "ABCDEFGHIJKLMNOPQRSTUVWXYZ") (builtins.substring 0 1 text) + builtins.substring 1 (-1) text;
  shown = value: if value == true then "true" else if value == false then "false" else toString value;
  lines = set: lib.concatStrings (lib.mapAttrsToList (key: value: lib.concatMapStrings (one: "${key}=${shown one}\n") (lib.filter (one: one != null) (lib.toList value))) set);
  unitSection = unit: lib.optionalString (unit.description != "") "Description=${unit.description}\n"
    + lib.concatMapStrings (key: lib.optionalString (unit.${key} != [ ]) "${upper key}=${lib.concatStringsSep " " unit.${key}}\n") relations
    + lines unit.unitConfig;
  service = name: unit: lib.optionalString (unit.environment != { }) (lib.concatStrings (lib.mapAttrsToList (key: value: lib.optionalString (value != null) "Environment=${builtins.toJSON "${key}=${toString value}"}\n") unit.environment))
    + lib.optionalString (unit.path != [ ]) "Environment=\"PATH=${lib.makeBinPath unit.path}\"\n"
    + lib.optionalString (unit.preStart != "") "ExecStartPre=${pkgs.writeShellScript "${name}-pre-start" unit.preStart}\n"
    + lib.optionalString (unit.script != "") "ExecStart=${pkgs.writeShellScript "${name}-start" "set -e\n${unit.script}"}\n"
    + lib.optionalString (unit.restartTriggers != [ ]) "X-Restart-Triggers=${toString unit.restartTriggers}\n"
    + lines unit.serviceConfig;
  own = {
    services = service;
    slices = _: unit: lines unit.sliceConfig;
    sockets = _: unit: lib.concatMapStrings (one: "ListenStream=${one}\n") unit.listenStreams + lines unit.socketConfig;
    timers = _: unit: lines unit.timerConfig;
    targets = _: _: "";
  };
  unitsOf = kind: lib.mapAttrs' (name: unit: lib.nameValuePair "${name}.${lib.removeSuffix "s" kind}" {
    inherit (unit) enable wantedBy requiredBy upheldBy aliases;
    text = "[Unit]\n${unitSection unit}\n[${kinds.${kind}.name}]\n${own.${kind} name unit}";
  }) config.systemd.${kind};
in
{
  options.systemd = lib.mapAttrs (_: kind: option (types.attrsOf (types.submodule { options = base // kind.more; })) { }) kinds // {
    packages = option (types.listOf types.package) [ ];
    mounts = option (types.listOf types.attrs) [ ];
    tmpfiles.rules = texts;
    tmpfiles.settings = option (types.attrsOf types.anything) { };
    network = {
      enable = option types.bool false;
      wait-online.enable = option types.bool true;
      networks = option (types.attrsOf (types.submodule { options = {
        matchConfig = section; networkConfig = section; linkConfig = section; dhcpV4Config = section;
        address = texts; gateway = texts; dns = texts; DHCP = option (types.nullOr types.str) null;
        routes = option (types.listOf types.attrs) [ ];
      }; })) { };
    };
    enableEmergencyMode = option types.bool true;
    oomd.enable = option types.bool true;
    coredump.enable = option types.bool true;
    settings.Manager = section;
    units = option (types.attrsOf types.anything) { };
  };
  config.systemd.units = lib.foldl' (all: kind: all // unitsOf kind) { } (builtins.attrNames kinds);
}
