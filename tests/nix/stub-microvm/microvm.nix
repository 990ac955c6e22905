# Options `microvm.*`.
{ self }:
{ lib, config, pkgs, ... }:
let
  inherit (lib) mkOption types;
  option = type: default: mkOption { inherit type default; };
  required = type: mkOption { inherit type; };
  list = options: option (types.listOf (types.submodule { inherit options; })) [ ];
  flag = option types.bool;
  cfg = config.microvm;
  isX86 = pkgs.stdenv.hostPlatform.isx86_64;
  hasUserNetwork = lib.any (one: one.type == "user") cfg.interfaces;
in
{
  options.microvm = {
    guest.enable = flag true;
    hypervisor = option (types.enum self.lib.hypervisors) "qemu";
    vcpu = option types.ints.positive 1;
    mem = option types.ints.positive 512;
    balloon = flag false;
    hotplugMem = option types.ints.unsigned 0;
    socket = option (types.nullOr types.str) "${config.networking.hostName}.sock";
    user = option (types.nullOr types.str) null;
    preStart = option types.lines "";
    extraArgsScript = option (types.nullOr types.str) null;
    cpu = option (types.nullOr types.str) null;
    kernelParams = option (types.listOf types.str) [ ];
    storeOnDisk = flag true;
    storeDiskType = option (types.enum [ "squashfs" "erofs" ]) "erofs";
    writableStoreOverlay = option (types.nullOr types.str) null;
    optimize.enable = flag true;
    vsock.cid = option (types.nullOr types.int) null;
    machineId = option (types.nullOr types.str) null;
    credentialFiles = option (types.attrsOf types.path) { };
    registerWithMachined = flag false;
    vmHostPackages = option types.raw pkgs;
    interfaces = list {
      type = required (types.enum [ "user" "tap" "macvtap" "bridge" ]);
      id = required types.str;
      mac = required types.str;
      bridge = option (types.nullOr types.str) null;
      tap.vhost = flag false;
    };
    forwardPorts = list {
      from = option (types.enum [ "host" "guest" ]) "host";
      proto = option (types.enum [ "tcp" "udp" ]) "tcp";
      host = { address = option types.str ""; port = required types.port; };
      guest = { address = option types.str ""; port = required types.port; };
    };
    shares = list {
      tag = required types.str;
      source = required types.str;
      mountPoint = required types.path;
      proto = option (types.enum [ "9p" "virtiofs" ]) "9p";
      readOnly = flag false;
    };
    volumes = list {
      image = required types.str;
      size = required types.int;
      mountPoint = option (types.nullOr types.path) null;
      autoCreate = flag true;
      fsType = option types.str "ext4";
      label = option (types.nullOr types.str) null;
      readOnly = flag false;
    };
    qemu = {
      machine = option types.str (if isX86 then "microvm" else "virt");
      machineOpts = option (types.nullOr (types.attrsOf types.str)) null;
      extraArgs = option (types.listOf types.str) [ ];
      serialConsole = flag true;
      pcieRootPorts = option (types.listOf types.attrs) [ ];
      package = option types.package pkgs.qemu_kvm;
    };
    runner = option (types.lazyAttrsOf types.raw) { };
    declaredRunner = option types.package cfg.runner.${cfg.hypervisor};
  };
  config = {
    microvm.runner = lib.genAttrs self.lib.hypervisors (hypervisor: self.lib.buildRunner {
      inherit pkgs;
      inherit (config.system.build) toplevel;
      microvmConfig = cfg // { inherit (config.networking) hostName; inherit hypervisor; };
    });
    warnings = lib.optional (cfg.mem == 2048) "QEMU hangs if memory is exactly 2GB";
    assertions = [
      {
        assertion = cfg.forwardPorts == [ ] || (cfg.hypervisor == "qemu" && hasUserNetwork);
        message = "`config.microvm.forwardPorts` works only with qemu and one network interface with `type = \"user\"`";
      }
      {
        assertion = lib.unique (map (one: one.id) cfg.interfaces) == map (one: one.id) cfg.interfaces;
        message = "an interface id is used twice";
      }
    ]
    ++ map (one: {
      assertion = builtins.stringLength one.id <= 15;
      message = "interface name ${one.id} is longer than the maximum length of 15 characters on Linux.";
    }) cfg.interfaces;
  };
}
