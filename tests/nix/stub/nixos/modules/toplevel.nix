# A system as a folder to look at: units/, etc/, system.json. It comes to be only when all assertions hold.
{
  lib,
  config,
  pkgs,
  options,
  ...
}:
let
  inherit (config.users) users;
  failed = lib.filter (one: !one.assertion) config.assertions;
  list = lib.concatMapStringsSep "\n" (one: "- ${one.message}") failed;
  checked =
    value:
    if failed != [ ] then throw "\nFailed assertions:\n${list}" else lib.foldl' (made: message: lib.warn message made) value config.warnings;

  isLocked = hash: lib.hasPrefix "!" hash || lib.hasPrefix "*" hash;
  hasLogin =
    user:
    user.password != null
    || user.initialPassword != null
    || user.hashedPasswordFile != null
    || lib.any (hash: hash != null && !isLocked hash) [ user.hashedPassword user.initialHashedPassword ]
    || user.openssh.authorizedKeys.keys != [ ];

  system = {
    inherit (config.networking) hostName firewall useDHCP useNetworkd;
    inherit (config.boot.kernel) sysctl;
    inherit (config.boot) isContainer kernelParams;
    inherit (config.users) users groups;
    inherit (config.systemd) mounts tmpfiles;
    inherit (config.systemd.network) networks;
    inherit (config.services) openssh cloud-init;
    inherit (config.system) stateVersion;
  };

  fromPackage = package: ''
    for folder in ${package}/etc/systemd/system ${package}/lib/systemd/system; do
      if [ -d $folder ]; then cp -r --no-preserve=mode $folder/. $out/units/; fi
    done
  '';
  # A unit that a package has gets a drop-in.
  place = name: unit: ''
    if [ -e $out/units/${name} ]; then
      install -Dm644 ${pkgs.writeText "unit" unit.text} $out/units/${name}.d/overrides.conf
    else
      install -Dm644 ${pkgs.writeText "unit" unit.text} $out/units/${name}
    fi
    for target in ${toString unit.wantedBy}; do
      mkdir -p $out/units/$target.wants
      ln -s ../${name} $out/units/$target.wants/
    done
  '';
  each = f: set: lib.concatStrings (lib.mapAttrsToList f set);
in
{
  config.assertions = [
    {
      assertion = config.users.mutableUsers || config.users.allowNoPasswordLogin || lib.any hasLogin (lib.attrValues users);
      message = "Neither the root account nor any wheel user has a password or SSH authorized key.";
    }
  ]
  ++ lib.concatMap (name: [
    {
      assertion = name == "root" || users.${name}.isSystemUser != users.${name}.isNormalUser;
      message = "Exactly one of users.users.${name}.isSystemUser and users.users.${name}.isNormalUser must be set.";
    }
    {
      assertion = name == "root" || users.${name}.group != "";
      message = "users.users.${name}.group is unset.";
    }
  ]) (lib.attrNames users);

  config.system.build.toplevel = checked (
    pkgs.runCommand "nixos-system-${config.networking.hostName}" { meta.platforms = lib.platforms.linux; } ''
      mkdir -p $out/units $out/etc
      printf '#!/bin/sh\necho the stub starts no system\nexit 1\n' > $out/init
      chmod +x $out/init
      ${lib.concatMapStrings fromPackage config.systemd.packages}
      ${each place config.systemd.units}
      ${each (name: file: "install -Dm644 ${file.source} $out/etc/${name}\n") config.environment.etc}
      cp ${pkgs.writeText "system.json" (builtins.toJSON system)} $out/system.json
    ''
  );
}
