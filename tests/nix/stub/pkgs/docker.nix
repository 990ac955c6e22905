# dockerTools: images of a closure in one layer and the contents, linked into /, in a second one.
{ lib, stdenv, final }:
let
  inherit (final) bashInteractive cacert coreutils runCommand symlinkJoin writeText;
  compressors = {
    none = { extension = ""; program = "cat"; };
    gz = { extension = ".gz"; program = "gzip -1n"; };
    zstd = { extension = ".zst"; program = "zstd -T0"; };
  };
in
{
  # These are all its arguments.
  buildLayeredImage =
    {
      name,
      tag ? null,
      fromImage ? null,
      contents ? [ ],
      config ? { },
      architecture ? stdenv.hostPlatform.go.GOARCH,
      created ? "1970-01-01T00:00:01Z",
      mtime ? "1970-01-01T00:00:01Z",
      uid ? 0,
      gid ? 0,
      uname ? "root",
      gname ? "root",
      maxLayers ? 100,
      extraCommands ? "",
      fakeRootCommands ? "",
      enableFakechroot ? false,
      includeStorePaths ? true,
      includeNixDB ? false,
      layeringPipeline ? null,
      compressor ? "gz",
      debug ? false,
      passthru ? { },
      meta ? { },
    }:
    let
      base = baseNameOf name;
      imageTag = if tag == null then "latest" else tag;
      root = symlinkJoin {
        name = "${base}-contents";
        paths = lib.toList contents;
      };
      settings = writeText "${base}-config.json" (
        builtins.toJSON {
          inherit config architecture created;
          name = lib.toLower name;
          tag = imageTag;
        }
      );
      inherit (compressors.${compressor}) extension program;
    in
    assert lib.throwIf (fromImage != null) "The stub has no fromImage." true;
    runCommand "${base}.tar${extension}" {
      inherit meta;
      passthru = { inherit imageTag; } // passthru;
      exportReferencesGraph = [ "closure" root "closure-config" settings ];
    } ''
      mkdir layer
      cp -rP --no-preserve=mode ${root}/. layer/
      chmod -R u+w layer
      (
        cd layer
        ${extraCommands}
        ${fakeRootCommands}
      )
      python3 ${./image.py} ${settings} layer closure closure-config | ${program} > $out
    '';

  binSh = runCommand "bin-sh" { } "mkdir -p $out/bin; ln -s ${bashInteractive}/bin/bash $out/bin/sh";
  usrBinEnv = runCommand "usr-bin-env" { } "mkdir -p $out/usr/bin; ln -s ${coreutils}/bin/env $out/usr/bin/env";
  caCertificates = runCommand "ca-certificates" { } ''
    mkdir -p $out/etc/ssl/certs $out/etc/pki/tls/certs
    for name in ssl/certs/ca-bundle.crt ssl/certs/ca-certificates.crt pki/tls/certs/ca-bundle.crt; do
      ln -s ${cacert}/etc/ssl/certs/ca-bundle.crt $out/etc/$name
    done
  '';
  fakeNss = runCommand "fake-nss" { } ''
    mkdir -p $out/etc $out/var/empty
    printf 'root:x:0:0:root user:/var/empty:/bin/sh\n' > $out/etc/passwd
    printf 'nobody:x:65534:65534:nobody:/var/empty:/bin/sh\n' >> $out/etc/passwd
    printf 'root:x:0:\nnobody:x:65534:\n' > $out/etc/group
    echo 'hosts: files dns' > $out/etc/nsswitch.conf
  '';
}
