# A VM's sshd: for the keys built in (`hls.ssh`) and for those given when the VM is started, which come as a credential
# and which systemd-tmpfiles writes to root's authorized_keys. Without any it does not start.
{ config, lib, ... }:
{
  hls.ssh.enable = true;
  systemd.services.sshd.unitConfig = lib.mkIf (config.hls.ssh.authorizedKeys == [ ]) {
    ConditionCredential = "ssh.authorized_keys.root";
  };
}
