# nixpkgs' trivial builders: texts, scripts, trees of links.
{ lib, stdenv, final }:
let
  inherit (lib) concatMapStrings escapeShellArg optionalAttrs optionalString;
  inherit (stdenv) mkDerivation;
  syntax = script: "${final.bash}/bin/bash -n -O extglob ${script}";
in
let
  self = {
    runCommand =
      name: env: buildCommand:
      mkDerivation (
        env
        // {
          inherit name buildCommand;
          passAsFile = [ "buildCommand" ] ++ env.passAsFile or [ ];
        }
      );

    writeTextFile =
      {
        name,
        text,
        executable ? false,
        destination ? "",
        checkPhase ? "",
        meta ? { },
        passthru ? { },
        derivationArgs ? { },
      }:
      let
        isProgram = executable && lib.hasPrefix "/bin/" destination;
        named = optionalAttrs isProgram { mainProgram = lib.removePrefix "/bin/" destination; };
        env = {
          inherit text passthru;
          passAsFile = [ "text" ];
          meta = named // meta;
        };
      in
      self.runCommand name (derivationArgs // env) ''
        target=$out${escapeShellArg destination}
        mkdir -p "$(dirname "$target")"
        cp "$textPath" "$target"
        ${optionalString executable ''chmod +x "$target"''}
        ${checkPhase}
      '';

    writeText = name: text: self.writeTextFile { inherit name text; };

    writeShellScript =
      name: text:
      self.writeTextFile {
        inherit name;
        executable = true;
        text = "#!${final.runtimeShell}\n${text}";
        checkPhase = syntax "$target";
      };

    writeShellApplication =
      {
        name,
        text,
        runtimeInputs ? [ ],
        runtimeEnv ? null,
        meta ? { },
        passthru ? { },
        checkPhase ? null,
        excludeShellChecks ? [ ],
        extraShellCheckFlags ? [ ],
        bashOptions ? [ "errexit" "nounset" "pipefail" ],
        derivationArgs ? { },
        inheritPath ? true,
      }:
      let
        exclude = lib.optional (excludeShellChecks != [ ]) "--exclude=${lib.concatStringsSep "," excludeShellChecks}";
        flags = lib.escapeShellArgs (exclude ++ extraShellCheckFlags);
        exported = key: value: "${key}=${escapeShellArg value}\nexport ${key}\n";
        path = "export PATH=\"${lib.makeBinPath runtimeInputs}${optionalString inheritPath ":$PATH"}\"\n";
      in
      self.writeTextFile {
        inherit name passthru derivationArgs;
        meta = { mainProgram = name; } // meta;
        executable = true;
        destination = "/bin/${name}";
        text =
          "#!${final.runtimeShell}\n"
          + concatMapStrings (option: "set -o ${option}\n") bashOptions
          + optionalString (runtimeEnv != null) (lib.concatStrings (lib.mapAttrsToList exported runtimeEnv))
          + optionalString (runtimeInputs != [ ]) path
          + "\n${text}\n";
        checkPhase =
          if checkPhase != null then
            checkPhase
          else
            "${syntax "$target"}\n${final.shellcheck}/bin/shellcheck ${flags} \"$target\"";
      };

    symlinkJoin =
      {
        name,
        paths,
        postBuild ? "",
        passthru ? { },
        meta ? { },
      }:
      self.runCommand name { inherit meta passthru; } ''
        mkdir -p $out
        ${concatMapStrings (path: "cp -rsn --no-preserve=mode ${path}/. $out/\n") paths}
        ${postBuild}
      '';

    linkFarm =
      name: entries:
      let
        listed = lib.mapAttrsToList (name: path: { inherit name path; }) entries;
        link = entry: ''
          mkdir -p "$(dirname $out/${escapeShellArg entry.name})"
          ln -s ${entry.path} $out/${escapeShellArg entry.name}
        '';
      in
      self.runCommand name { } ''
        mkdir -p $out
        ${concatMapStrings link (if builtins.isAttrs entries then listed else entries)}
      '';

    # What npm publishes is what npm has installed here.
    fetchurl =
      {
        url,
        hash,
        name ? baseNameOf url,
      }:
      let
        parts = builtins.match "https://registry.npmjs.org/(.*)/-/(.*)-([0-9][^/]*)\\.tgz" url;
      in
      if parts == null then
        throw "The stub fetches npm packages only, not ${url}."
      else
        self.runCommand name { } ''
          here=${final.bun.nodeModules}/${builtins.head parts}
          test "$(jq -r .version "$here/package.json")" = ${builtins.elemAt parts 2}
          tar -czf $out -C "$here" --transform 's,^\.,package,' .
        '';

    mkShell =
      {
        name ? "nix-shell",
        packages ? [ ],
        shellHook ? "",
      }:
      mkDerivation {
        inherit name shellHook;
        nativeBuildInputs = packages;
        buildCommand = "export > $out";
      };
  };
in
self
