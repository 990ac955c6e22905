# `hls.ssh`: root by key, and by nothing else. Without keys no sshd.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.hls.ssh;
in
{
  options.hls.ssh = {
    enable = mkOption {
      type = types.bool;
      default = cfg.authorizedKeys != [ ];
      defaultText = lib.literalMD "whether there are keys";
      description = "Whether sshd runs.";
    };
    authorizedKeys = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "ssh-ed25519 AAAA… me@laptop" ];
      description = "Public keys that may log in as root.";
    };
  };

  config = lib.mkIf cfg.enable {
    services.openssh = {
      enable = true;
      settings = {
        PermitRootLogin = "prohibit-password";
        PasswordAuthentication = false;
        KbdInteractiveAuthentication = false;
      };
    };
    users.users.root.openssh.authorizedKeys.keys = cfg.authorizedKeys;
  };
}
