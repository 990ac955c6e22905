# What the swarm's unit does not need (systemd.exec(5)). Bun compiles JavaScript as it runs, so memory has to become
# executable, and it reads the machine's load in /proc.
{
  DynamicUser = true;
  UMask = "0077";
  NoNewPrivileges = true;
  CapabilityBoundingSet = "";
  PrivateUsers = true;
  PrivateTmp = true;
  PrivateDevices = true;
  PrivateMounts = true;
  DevicePolicy = "closed";
  ProtectSystem = "strict";
  ProtectHome = true;
  ProtectProc = "invisible";
  ProtectHostname = true;
  ProtectClock = true;
  ProtectKernelTunables = true;
  ProtectKernelModules = true;
  ProtectKernelLogs = true;
  ProtectControlGroups = true;
  RestrictAddressFamilies = "AF_INET AF_INET6 AF_UNIX AF_NETLINK";
  RestrictNamespaces = true;
  RestrictRealtime = true;
  RestrictSUIDSGID = true;
  LockPersonality = true;
  RemoveIPC = true;
  SystemCallArchitectures = "native";
  SystemCallFilter = [ "@system-service" ];
  SystemCallErrorNumber = "EPERM";
}
