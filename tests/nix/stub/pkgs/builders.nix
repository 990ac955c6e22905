# nixpkgs' trivial builders: texts, scripts, trees of links.
{ lib, stdenv, final }:
let
  inherit (lib) escapeShellArg concatMapStrings optionalAttrs;
  inherit (stdenv) mkDerivation;
  check = script: "${final.bash}/bin/bash -n -O extglob ${script}";
  # Absent in an eval of another system's package, where the list must work all the same.
  self = {
    runCommand = name: env: buildCommand:
      mkDerivation ({ inherit name buildCommand; passAsFile = [ "buildCommand" ] ++ env.passAsFile or [ ]; } // removeAttrs env [ "passAsFile" ]);
    runCommandLocal = self.runCommand;
    runCommandNoCC = throw "'runCommandNoCC' has been renamed to/replaced by 'runCommand'";
    writeTextFile = { name, text, executable ? false, destination ? "", checkPhase ? "", meta ? { }, passthru ? { }, derivationArgs ? { }, allowSubstitutes ? false, preferLocalBuild ? true }:
      self.runCommand name (derivationArgs // {
        inherit text passthru;
        passAsFile = [ "text" ];
        meta = optionalAttrs (executable && lib.hasPrefix "/bin/" destination) { mainProgram = lib.removePrefix "/bin/" destination; } // meta;
      }) ''
        target=$out${escapeShellArg destination}
        mkdir -p "$(dirname "$target")"
        cp "$textPath" "$target"
        ${lib.optionalString executable ''chmod +x "$target"''}
        ${checkPhase}
      '';
    writeText = name: text: self.writeTextFile { inherit name text; };
    writeScript = name: text: self.writeTextFile { inherit name text; executable = true; };
    writeScriptBin = name: text: self.writeTextFile { inherit name text; executable = true; destination = "/bin/${name}"; };
    writeShellScript = name: text: self.writeTextFile { inherit name; executable = true; text = "#!${final.runtimeShell}\n${text}"; checkPhase = check "$target"; };
    writeShellScriptBin = name: text: self.writeTextFile { inherit name; executable = true; destination = "/bin/${name}"; text = "#!${final.runtimeShell}\n${text}"; checkPhase = check "$target"; };
    writeShellApplication = { name, text, runtimeInputs ? [ ], runtimeEnv ? null, meta ? { }, passthru ? { }, checkPhase ? null, excludeShellChecks ? [ ], extraShellCheckFlags ? [ ], bashOptions ? [ "errexit" "nounset" "pipefail" ], derivationArgs ? { }, inheritPath ? true }:
      self.writeTextFile {
        inherit name passthru derivationArgs;
        meta = { mainProgram = name; } // meta;
        executable = true;
        destination = "/bin/${name}";
        text = ''
          #!${final.runtimeShell}
          ${lib.concatMapStringsSep "\n" (option: "set -o ${option}") bashOptions}
        ''
        + lib.optionalString (runtimeEnv != null) (lib.concatStrings (lib.mapAttrsToList (key: value: "${key}=${escapeShellArg value}\nexport ${key}\n") runtimeEnv))
        + lib.optionalString (runtimeInputs != [ ]) ''

          export PATH="${lib.makeBinPath runtimeInputs}${lib.optionalString inheritPath ":$PATH"}"
        ''
        + "\n${text}\n";
        checkPhase = if checkPhase != null then checkPhase else ''
          ${check "$target"}
          /usr/bin/shellcheck ${lib.escapeShellArgs (lib.optional (excludeShellChecks != [ ]) "--exclude=${lib.concatStringsSep "," excludeShellChecks}" ++ extraShellCheckFlags)} "$target"
        '';
      };
    buildEnv = { name, paths, pathsToLink ? [ "/" ], postBuild ? "", passthru ? { }, meta ? { }, ignoreCollisions ? false, extraOutputsToInstall ? [ ] }:
      self.runCommand name { inherit meta passthru; } ''
        mkdir -p $out
        ${concatMapStrings (path: concatMapStrings (part: ''
          if [ -d ${path}${part} ]; then mkdir -p $out${part}; cp -rsn --no-preserve=mode ${path}${part}/. $out${part}/; fi
        '') pathsToLink) paths}
        ${postBuild}
      '';
    symlinkJoin = { name ? "${pname}-${version}", pname ? "", version ? "", paths, postBuild ? "", passthru ? { }, meta ? { }, nativeBuildInputs ? [ ] }:
      self.runCommand name { inherit meta passthru nativeBuildInputs; } ''
        mkdir -p $out
        ${concatMapStrings (path: "cp -rsn --no-preserve=mode ${path}/. $out/\n") paths}
        ${postBuild}
      '';
    linkFarm = name: entries: self.runCommand name { } ''
      mkdir -p $out
      ${concatMapStrings ({ name, path }: ''
        mkdir -p "$(dirname $out/${escapeShellArg name})"
        ln -s ${path} $out/${escapeShellArg name}
      '') (if builtins.isAttrs entries then lib.mapAttrsToList (name: path: { inherit name path; }) entries else entries)}
    '';
    linkFarmFromDrvs = name: drvs: self.linkFarm name (map (drv: { inherit (drv) name; path = drv; }) drvs);
    emptyDirectory = self.runCommand "empty-directory" { } "mkdir $out";
    # What npm publishes is what npm has installed here.
    fetchurl = { url, hash ? "", sha512 ? "", sha256 ? "", name ? baseNameOf url }: let
      parts = builtins.match "https://registry.npmjs.org/(.*)/-/(.*)-([0-9][^/]*)\\.tgz" url;
    in if parts == null then throw "The stub fetches npm packages only, not ${url}."
    else self.runCommand name { } ''
      here=${final.bun.nodeModules}/${builtins.head parts}
      test "$(jq -r .version "$here/package.json")" = ${builtins.elemAt parts 2}
      tar -czf $out -C "$here" --transform 's,^\.,package,' .
    '';
    mkShell = { name ? "nix-shell", packages ? [ ], inputsFrom ? [ ], buildInputs ? [ ], nativeBuildInputs ? [ ], shellHook ? "", ... }@args:
      mkDerivation (removeAttrs args [ "inputsFrom" ] // {
        inherit name shellHook;
        nativeBuildInputs = packages ++ nativeBuildInputs;
        buildCommand = "export > $out";
      });
    mkShellNoCC = self.mkShell;
    makeWrapper = self.hook "make-wrapper-hook" ''
      makeWrapper() {
        local program=$1 target=$2; shift 2
        mkdir -p "$(dirname "$target")"
        local before="" args=""
        while [ $# -gt 0 ]; do case $1 in
          --set) before+="export $2=$(printf %q "$3")"$'\n'; shift 3 ;;
          --set-default) before+="export $2=\''${$2-$(printf %q "$3")}"$'\n'; shift 3 ;;
          --unset) before+="unset $2"$'\n'; shift 2 ;;
          --prefix) before+="export $2=$(printf %q "$4")\''${$2:+$3}\''${$2-}"$'\n'; shift 4 ;;
          --suffix) before+="export $2=\''${$2-}\''${$2:+$3}$(printf %q "$4")"$'\n'; shift 4 ;;
          --run) before+="$2"$'\n'; shift 2 ;;
          --add-flags) args+=" $2"; shift 2 ;;
          --add-flag) args+=" $(printf %q "$2")"; shift 2 ;;
          --inherit-argv0) shift ;;
          *) echo "makeWrapper doesn't understand the arg $1" >&2; exit 1 ;;
        esac; done
        printf '#!%s -e\n%sexec %q%s "$@"\n' ${final.runtimeShell} "$before" "$program" "$args" > "$target"
        chmod +x "$target"
      }
      wrapProgram() {
        local target=$1; shift
        local hidden; hidden=$(dirname "$target")/.$(basename "$target")-wrapped
        mv "$target" "$hidden"; makeWrapper "$hidden" "$target" "$@"
      }
    '';
    makeBinaryWrapper = self.makeWrapper;
    installShellFiles = self.hook "install-shell-files" ''
      installShellCompletion() {
        local cmd=""
        while [ $# -gt 0 ]; do case $1 in
          --cmd) cmd=$2; shift ;;
          --bash) install -Dm644 "$2" "$out/share/bash-completion/completions/$cmd.bash"; shift ;;
          --zsh) install -Dm644 "$2" "$out/share/zsh/site-functions/_$cmd"; shift ;;
          --fish) install -Dm644 "$2" "$out/share/fish/vendor_completions.d/$cmd.fish"; shift ;;
          *) echo "installShellCompletion: unknown $1" >&2; return 1 ;;
        esac; shift; done
      }
    '';
    hook = name: text: self.runCommand name { inherit text; passAsFile = [ "text" ]; } ''
      mkdir -p $out/nix-support
      cp $textPath $out/nix-support/setup-hook
    '';
  };
in
removeAttrs self [ "hook" ]
