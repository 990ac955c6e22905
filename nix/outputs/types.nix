# The deployment types of each component: the infix of the output's name, the attribute of nix/components.nix's
# records, the program in bin/ (null: none to run), where it exists, and what it is.
{
  test-origin = [
    {
      type = "runner";
      infix = "";
      attribute = "runner";
      program = "test-origin";
      isLinuxOnly = false;
      description = "A live HLS stream on this machine";
    }
    {
      type = "container";
      infix = "-container";
      attribute = "container";
      program = null;
      isLinuxOnly = true;
      description = "Container image of an origin, not root";
    }
    {
      type = "container-enhanced";
      infix = "-container-enhanced";
      attribute = "containerEnhanced";
      program = null;
      isLinuxOnly = true;
      description = "Container image of an origin with systemd and exporters";
    }
    {
      type = "vm";
      infix = "-vm";
      attribute = "vm";
      program = "test-origin-vm";
      isLinuxOnly = true;
      description = "An origin in a QEMU MicroVM";
    }
    {
      type = "iso";
      infix = "-iso";
      attribute = "iso";
      program = null;
      isLinuxOnly = true;
      description = "Bootable ISO image of an origin";
    }
    {
      type = "iso-cloud-init";
      infix = "-iso-cloud-init";
      attribute = "isoCloudInit";
      program = null;
      isLinuxOnly = true;
      description = "Bootable ISO image of an origin, configured by a NoCloud seed";
    }
    {
      type = "nginx-config";
      infix = "-nginx-config";
      attribute = "nginxConfig";
      program = null;
      isLinuxOnly = false;
      description = "nginx.conf of an origin";
    }
  ];
  swarm-client = [
    {
      type = "runner";
      infix = "";
      attribute = "runner";
      program = "swarm-client";
      isLinuxOnly = false;
      description = "A swarm of HLS clients on this machine";
    }
    {
      type = "container";
      infix = "-container";
      attribute = "container";
      program = null;
      isLinuxOnly = true;
      description = "Container image of a swarm, not root";
    }
    {
      type = "vm";
      infix = "-vm";
      attribute = "vm";
      program = "swarm-client-vm";
      isLinuxOnly = true;
      description = "A swarm in a QEMU MicroVM";
    }
  ];
}
