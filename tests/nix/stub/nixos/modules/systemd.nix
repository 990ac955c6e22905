# Units as NixOS renders them.
{
  lib,
  config,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  option = type: default: mkOption { inherit type default; };
  texts = option (types.listOf types.str) [ ];
  lines = option types.lines "";
  scalar = types.nullOr (
    types.oneOf [
      types.bool
      types.int
      types.float
      types.str
      types.path
    ]
  );
  # Several definitions of a list are one after the other; of a scalar they must agree.
  section = option (types.attrsOf (types.either (types.listOf scalar) scalar)) { };

  # An option and what it is called in a unit.
  relations = {
    after = "After";
    before = "Before";
    bindsTo = "BindsTo";
    conflicts = "Conflicts";
    onFailure = "OnFailure";
    partOf = "PartOf";
    requires = "Requires";
    wants = "Wants";
  };
  common = {
    enable = option types.bool true;
    description = option types.str "";
    unitConfig = section;
    wantedBy = texts;
    requiredBy = texts;
  }
  // lib.mapAttrs (_: _: texts) relations;
  kinds = {
    services = {
      serviceConfig = section;
      environment = option (types.attrsOf (types.nullOr (types.either types.str types.path))) { };
      path = option (types.listOf (types.either types.package types.str)) [ ];
      script = lines;
      preStart = lines;
      restartIfChanged = option types.bool true;
      restartTriggers = option (types.listOf types.unspecified) [ ];
    };
    slices.sliceConfig = section;
    sockets = {
      socketConfig = section;
      listenStreams = texts;
    };
    timers.timerConfig = section;
    targets = { };
  };

  shown = value: if builtins.isBool value then lib.boolToString value else toString value;
  setting = key: value: lib.concatMapStrings (one: "${key}=${shown one}\n") (lib.filter (one: one != null) (lib.toList value));
  settings = set: lib.concatStrings (lib.mapAttrsToList setting set);
  relation = unit: name: key: lib.optionalString (unit.${name} != [ ]) "${key}=${toString unit.${name}}\n";
  unitSection =
    unit:
    lib.optionalString (unit.description != "") "Description=${unit.description}\n"
    + lib.concatStrings (lib.mapAttrsToList (relation unit) relations)
    + settings unit.unitConfig;

  variable = key: value: lib.optionalString (value != null) "Environment=${builtins.toJSON "${key}=${value}"}\n";
  command = name: key: text: lib.optionalString (text != "") "${key}=${pkgs.writeShellScript name text}\n";
  triggers = list: lib.optionalString (list != [ ]) "X-Restart-Triggers=${toString list}\n";
  service =
    name: unit:
    lib.concatStrings (lib.mapAttrsToList variable unit.environment)
    + lib.optionalString (unit.path != [ ]) (variable "PATH" (lib.makeBinPath unit.path))
    + command "${name}-pre-start" "ExecStartPre" unit.preStart
    + command "${name}-start" "ExecStart" unit.script
    + triggers unit.restartTriggers
    + settings unit.serviceConfig;

  unitsOf =
    ending: title: body: units:
    lib.mapAttrs' (name: unit: lib.nameValuePair "${name}.${ending}" {
      inherit (unit) wantedBy;
      text = "[Unit]\n${unitSection unit}\n[${title}]\n${body name unit}";
    }) units;
  inherit (config.systemd) services slices sockets targets timers;
in
{
  options.systemd =
    lib.mapAttrs (_: own: option (types.attrsOf (types.submodule { options = common // own; })) { }) kinds
    // {
      packages = option (types.listOf types.package) [ ];
      mounts = option (types.listOf types.attrs) [ ];
      tmpfiles.rules = texts;
      enableEmergencyMode = option types.bool true;
      network = {
        enable = option types.bool false;
        wait-online.enable = option types.bool true;
        networks = option (types.attrsOf (
          types.submodule {
            options = {
              matchConfig = section;
              networkConfig = section;
              linkConfig = section;
              address = texts;
              gateway = texts;
              dns = texts;
              DHCP = option (types.nullOr types.str) null;
            };
          }
        )) { };
      };
      units = option (types.attrsOf types.anything) { };
    };

  config.systemd.units =
    unitsOf "service" "Service" service services
    // unitsOf "slice" "Slice" (_: unit: settings unit.sliceConfig) slices
    // unitsOf "socket" "Socket" (_: unit: setting "ListenStream" unit.listenStreams + settings unit.socketConfig) sockets
    // unitsOf "timer" "Timer" (_: unit: settings unit.timerConfig) timers
    // unitsOf "target" "Target" (_: _: "") targets;
}
