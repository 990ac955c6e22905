# The program that starts a VM: microvm.nix's runner, in a folder of its own, with KVM or without.
#
#   { pkgs, microvm, system, program, name } -> derivation with bin/PROGRAM
#
# HLSCTL_VM_DIR       folder for sockets and credentials; else a new one below $TMPDIR, which is removed
# HLSCTL_ACCEL        kvm (default), or tcg: no virtualisation, tenfold slower
# HLSCTL_VM_SSH_KEYS  file of public keys that may log in as root
{
  pkgs,
  microvm,
  system,
  program,
  name,
  # Further lines of shell, run in the folder before QEMU starts; credentials go to ./vm-credentials.
  prepare ? "",
  # What the program obeys besides, { VARIABLE = meaning; }, for --help.
  variables ? { },
}:
let
  inherit (pkgs) lib;
  inherit (system) config;
  isX86 = pkgs.stdenv.hostPlatform.isx86_64;
  # The same system on an emulated processor, whose machine has the timers that KVM makes unnecessary.
  emulated = microvm.lib.buildRunner {
    inherit pkgs;
    inherit (config.system.build) toplevel;
    microvmConfig = config.microvm // {
      inherit (config.networking) hostName;
      hypervisor = "qemu";
      cpu = "max";
      qemu = config.microvm.qemu // {
        machine = if isX86 then "q35" else "virt";
        machineOpts = {
          accel = "tcg";
        }
        // lib.optionalAttrs (!isX86) { gic-version = "max"; };
      };
    };
  };
  obeyed = {
    HLSCTL_VM_DIR = "folder for sockets and credentials; else a new one below $TMPDIR, which is removed";
    HLSCTL_ACCEL = "kvm (default), or tcg: no virtualisation, tenfold slower";
    HLSCTL_VM_SSH_KEYS = "file of public keys that may log in as root";
  }
  // variables;
  usage = pkgs.writeText "usage" ''
    ${program}: starts the virtual machine ${name}; Ctrl-C ends it. It takes no arguments and obeys these variables:

    ${lib.concatStringsSep "\n" (
      lib.mapAttrsToList (variable: meaning: "  ${variable}: ${meaning}") obeyed
    )}
  '';
  script = pkgs.writeShellApplication {
    name = program;
    runtimeInputs = [ pkgs.coreutils ];
    text = ''
      case "''${1:-}" in
        "") ;;
        -h | --help)
          cat ${usage}
          exit 0
          ;;
        *)
          echo "${program}: it takes no arguments, and there is \"$1\"; ${program} --help tells what it obeys." >&2
          exit 2
          ;;
      esac
      case "''${HLSCTL_ACCEL:-kvm}" in
        kvm)
          run=${config.microvm.declaredRunner}
          if [ ! -r /dev/kvm ] || [ ! -w /dev/kvm ]; then
            echo "${program}: /dev/kvm cannot be opened for reading and writing." >&2
            echo "Load the module kvm, join the group of /dev/kvm, or run it slowly with HLSCTL_ACCEL=tcg." >&2
            exit 6
          fi
          ;;
        tcg) run=${emulated} ;;
        *)
          echo "${program}: HLSCTL_ACCEL is \"$HLSCTL_ACCEL\"; it takes kvm or tcg." >&2
          exit 2
          ;;
      esac
      keys="''${HLSCTL_VM_SSH_KEYS:+$(realpath -e -- "$HLSCTL_VM_SSH_KEYS")}"
      if [ -n "''${HLSCTL_VM_DIR:-}" ]; then
        mkdir -p -- "$HLSCTL_VM_DIR"
        cd -- "$HLSCTL_VM_DIR"
      else
        folder="$(mktemp -d -t ${program}.XXXXXX)"
        cd -- "$folder"
      fi
      mkdir -p -m 0700 vm-credentials
      rm -f vm-credentials/*
      if [ -n "$keys" ]; then cp -- "$keys" vm-credentials/ssh.authorized_keys.root; fi
      ${prepare}
      if [ -n "''${HLSCTL_VM_DIR:-}" ]; then exec "$run/bin/microvm-run"; fi
      # The folder goes when QEMU has ended, so this shell stays, and hands signals on.
      trap 'rm -rf -- "$folder"' EXIT
      "$run/bin/microvm-run" <&0 &
      qemu=$!
      trap 'kill -TERM "$qemu" 2>/dev/null || true' TERM INT HUP
      status=0
      wait "$qemu" || status=$?
      while kill -0 "$qemu" 2>/dev/null; do wait "$qemu" || status=$?; done
      exit "$status"
    '';
  };
in
pkgs.runCommand name
  {
    meta = {
      description = "Starts the virtual machine ${name}";
      mainProgram = program;
    };
    passthru = { inherit system emulated; };
  }
  ''
    mkdir -p $out/bin
    ln -s ${script}/bin/${program} $out/bin/${program}
  ''
