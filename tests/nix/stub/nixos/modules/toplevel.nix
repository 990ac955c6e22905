# A system as a folder to look at: units/, etc/, system.json. It comes to be only when all assertions hold.
{ lib, config, pkgs, options, ... }:
let
  failed = map (one: one.message) (lib.filter (one: !one.assertion) config.assertions);
  checked = value:
    if failed != [ ] then throw "\nFailed assertions:\n${lib.concatMapStringsSep "\n" (message: "- ${message}") failed}"
    else lib.foldl' (acc: message: lib.warn message acc) value config.warnings;
  etc = lib.filterAttrs (_: file: file.enable) config.environment.etc;
  write = folder: name: text: "cp ${pkgs.writeText (baseNameOf name) text} ${folder}/${lib.escapeShellArg name}\n";
  isLocked = hash: lib.hasPrefix "!" hash || lib.hasPrefix "*" hash;
  hasLogin = user: user.password != null || user.initialPassword != null || user.hashedPasswordFile != null
    || lib.any (hash: hash != null && !isLocked hash) [ user.hashedPassword user.initialHashedPassword ]
    || user.openssh.authorizedKeys.keys != [ ];
  system = {
    inherit (config.networking) hostName firewall useDHCP useNetworkd;
    inherit (config.boot.kernel) sysctl;
    inherit (config.boot) isContainer kernelParams;
    inherit (config.users) users groups;
    inherit (config.systemd) mounts;
    inherit (config.systemd.network) networks;
    inherit (config.services) openssh cloud-init;
    tmpfiles = config.systemd.tmpfiles;
    stateVersion = config.system.stateVersion;
  } // lib.optionalAttrs (options ? microvm) { microvm = removeAttrs config.microvm [ "runner" "declaredRunner" "vmHostPackages" ]; };
in
{
  config = {
    assertions = [
      {
        assertion = config.users.mutableUsers || config.users.allowNoPasswordLogin || lib.any hasLogin (builtins.attrValues config.users.users);
        message = "Neither the root account nor any wheel user has a password or SSH authorized key.";
      }
    ]
    ++ lib.mapAttrsToList (name: user: {
      assertion = name == "root" || user.isSystemUser != user.isNormalUser;
      message = "Exactly one of users.users.${name}.isSystemUser and users.users.${name}.isNormalUser must be set.";
    }) config.users.users
    ++ lib.mapAttrsToList (name: user: {
      assertion = name == "root" || user.group != "";
      message = "users.users.${name}.group is unset.";
    }) config.users.users;
    system.build.toplevel = checked (pkgs.runCommand "nixos-system-${config.networking.hostName}" {
      meta.platforms = lib.platforms.linux;
    } ''
      mkdir -p $out/units $out/etc $out/bin
      printf '#!/bin/sh\necho the stub starts no system\nexit 1\n' > $out/init
      chmod +x $out/init
      ${lib.concatMapStrings (package: ''
        for folder in ${package}/etc/systemd/system ${package}/lib/systemd/system; do
          if [ -d $folder ]; then cp -r --no-preserve=mode $folder/. $out/units/; fi
        done
      '') config.systemd.packages}
      place() {
        if [ -e "$out/units/$2" ]; then mkdir "$out/units/$2.d"; cp "$1" "$out/units/$2.d/overrides.conf"; else cp "$1" "$out/units/$2"; fi
      }
      ${lib.concatStrings (lib.mapAttrsToList (name: unit: "place ${pkgs.writeText "unit" unit.text} ${lib.escapeShellArg name}\n" + lib.concatMapStrings (target: ''
        mkdir -p $out/units/${target}.wants; ln -s ../${name} $out/units/${target}.wants/
      '') unit.wantedBy) config.systemd.units)}
      ${lib.concatStrings (lib.mapAttrsToList (_: file: ''
        mkdir -p $out/etc/$(dirname ${lib.escapeShellArg file.target}); ln -s ${file.source} $out/etc/${lib.escapeShellArg file.target}
      '') etc)}
      ${write "$out" "system.json" (builtins.toJSON system)}
    '');
  };
}
