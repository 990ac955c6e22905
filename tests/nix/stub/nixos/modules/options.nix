{ lib, config, ... }:
let
  inherit (lib) mkOption types;
  option = type: default: mkOption { inherit type default; };
  flag = option types.bool;
  table = option (types.attrsOf types.anything) { };
  texts = option (types.listOf types.str) [ ];
in
{
  options = {
    assertions = option (types.listOf types.unspecified) [ ];
    warnings = texts;
    nixpkgs = {
      pkgs = mkOption {
        type = types.raw;
        default = import ../.. { inherit (config.nixpkgs) overlays config; system = config.nixpkgs.hostPlatform; };
      };
      hostPlatform = mkOption { type = types.either types.str types.attrs; };
      overlays = option (types.listOf types.raw) [ ];
      config = table;
    };
    system = {
      stateVersion = option types.str lib.trivial.release;
      build = option (types.lazyAttrsOf types.unspecified) { };
      switch.enable = flag true;
      nixos.label = option types.str "stub";
    };
    boot = {
      isContainer = flag false;
      # One definition for each key, equal ones too; null, a boolean, a whole number or text.
      kernel.sysctl = option (types.attrsOf (types.raw // {
        check = value: builtins.elem (builtins.typeOf value) [ "null" "bool" "int" "string" ];
      })) { };
      kernelParams = texts;
      kernelModules = texts;
      extraModulePackages = option (types.listOf types.package) [ ];
      supportedFilesystems = option (types.either (types.listOf types.str) (types.attrsOf types.bool)) [ ];
      initrd = {
        kernelModules = texts;
        availableKernelModules = texts;
        systemd.enable = flag false;
      };
      loader = {
        grub.enable = flag true;
        systemd-boot.enable = flag false;
        timeout = option (types.nullOr types.int) 5;
      };
      tmp.useTmpfs = flag false;
    };
    networking = {
      hostName = option (types.strMatching "^$|^[[:alnum:]]([[:alnum:]_-]{0,61}[[:alnum:]])?$") "nixos";
      useDHCP = flag true;
      useNetworkd = flag false;
      useHostResolvConf = flag false;
      resolvconf.enable = flag true;
      nameservers = texts;
      interfaces = table;
      defaultGateway = option (types.nullOr types.unspecified) null;
      enableIPv6 = flag true;
      firewall = {
        enable = flag true;
        allowPing = flag true;
        allowedTCPPorts = option (types.listOf types.port) [ ];
        allowedUDPPorts = option (types.listOf types.port) [ ];
        interfaces = table;
      };
    };
    users = {
      mutableUsers = flag true;
      allowNoPasswordLogin = flag false;
      groups = option (types.attrsOf (types.submodule { options.members = texts; })) { };
      users = option (types.attrsOf (types.submodule {
        options = {
          isSystemUser = flag false;
          isNormalUser = flag false;
          group = option types.str "";
          extraGroups = texts;
          description = option types.str "";
          home = option types.path "/var/empty";
          createHome = flag false;
          shell = option (types.nullOr (types.either types.package types.path)) null;
          uid = option (types.nullOr types.int) null;
          password = option (types.nullOr types.str) null;
          hashedPassword = option (types.nullOr types.str) null;
          initialPassword = option (types.nullOr types.str) null;
          initialHashedPassword = option (types.nullOr types.str) null;
          hashedPasswordFile = option (types.nullOr types.str) null;
          openssh.authorizedKeys = { keys = texts; keyFiles = option (types.listOf types.path) [ ]; };
        };
      })) { };
    };
    environment = {
      etc = option (types.attrsOf (types.submodule ({ name, config, ... }: {
        options = {
          text = option (types.nullOr types.lines) null;
          source = mkOption { type = types.path; };
          mode = option types.str "symlink";
        };
        config.source = lib.mkIf (config.text != null) (lib.mkDefault (builtins.toFile (baseNameOf name) config.text));
      }))) { };
      systemPackages = option (types.listOf types.package) [ ];
      defaultPackages = option (types.listOf types.package) [ ];
      variables = table;
    };
    documentation = lib.genAttrs [ "man" "doc" "info" "nixos" "dev" ] (_: { enable = flag true; }) // { enable = flag true; };
    fileSystems = table;
    fonts.fontconfig.enable = flag true;
    i18n.supportedLocales = texts;
    nix = { enable = flag true; settings = table; optimise.automatic = flag false; };
    security = { sudo.enable = flag true; polkit.enable = flag false; };
    time.timeZone = option (types.nullOr types.str) null;
  };
  config._module.args = {
    pkgs = config.nixpkgs.pkgs;
    utils = {
      escapeSystemdExecArg = arg: lib.replaceStrings [ "%" "$" ] [ "%%" "$$" ] (builtins.toJSON (toString arg));
      escapeSystemdExecArgs = lib.concatMapStringsSep " " config._module.args.utils.escapeSystemdExecArg;
    };
  };
}
