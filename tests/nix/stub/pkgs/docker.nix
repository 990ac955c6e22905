# dockerTools: images of a closure in one layer and the contents, linked into /, in a second one.
{ lib, stdenv, final }:
let
  compressors = {
    none = { ext = ""; program = "cat"; };
    gz = { ext = ".gz"; program = "gzip -1n"; };
    zstd = { ext = ".zst"; program = "zstd -T0"; };
  };
  image = args@{ name, tag ? null, fromImage ? null, contents ? [ ], config ? { }, architecture ? stdenv.hostPlatform.go.GOARCH, created ? "1970-01-01T00:00:01Z", mtime ? "1970-01-01T00:00:01Z", uid ? 0, gid ? 0, uname ? "root", gname ? "root", maxLayers ? 100, extraCommands ? "", fakeRootCommands ? "", enableFakechroot ? false, includeStorePaths ? true, includeNixDB ? false, layeringPipeline ? null, debug ? false, passthru ? { }, meta ? { } }:
    assert lib.throwIf (fromImage != null) "The stub has no fromImage." true;
    assert lib.throwIf (enableFakechroot && stdenv.hostPlatform.isDarwin) "enableFakechroot is not supported on Darwin" true;
    let
      root = final.symlinkJoin { name = "${baseNameOf name}-contents"; paths = lib.toList contents; };
      settings = final.writeText "${baseNameOf name}-config.json" (builtins.toJSON {
        inherit name config architecture created;
        tag = if tag == null then "latest" else tag;
        os = "linux";
      });
    in { inherit root settings extraCommands fakeRootCommands passthru meta; imageName = lib.toLower name; };
  build = extension: command: made:
    final.runCommand "${baseNameOf made.imageName}.${extension}" {
      inherit (made) passthru;
      meta = { platforms = lib.platforms.linux ++ lib.platforms.darwin; } // made.meta;
      exportReferencesGraph = [ "closure" made.root "closure-config" made.settings ];
    } ''
      mkdir layer
      cp -rP --no-preserve=mode ${made.root}/. layer/
      chmod -R u+w layer
      (cd layer; ${made.extraCommands}
      ${made.fakeRootCommands})
      ${command made}
    '';
in
{
  streamLayeredImage = args: build "sh" (made: ''
    python3 ${./image.py} ${made.settings} layer closure closure-config > image.tar
    mkdir -p $out.d; echo "The stub streams no image." > $out; exit 1
  '') (image args);
  buildLayeredImage = { compressor ? "gz", ... }@args:
    build "tar${compressors.${compressor}.ext}" (made: ''
      python3 ${./image.py} ${made.settings} layer closure closure-config | ${compressors.${compressor}.program} > $out
    '') (image (removeAttrs args [ "compressor" ]));
  binSh = final.runCommand "bin-sh" { } "mkdir -p $out/bin; ln -s ${final.bashInteractive}/bin/bash $out/bin/sh";
  usrBinEnv = final.runCommand "usr-bin-env" { } "mkdir -p $out/usr/bin; ln -s ${final.coreutils}/bin/env $out/usr/bin/env";
  caCertificates = final.runCommand "ca-certificates" { } ''
    mkdir -p $out/etc/ssl/certs $out/etc/pki/tls/certs
    for name in etc/ssl/certs/ca-bundle.crt etc/ssl/certs/ca-certificates.crt etc/pki/tls/certs/ca-bundle.crt; do
      ln -s ${final.cacert}/etc/ssl/certs/ca-bundle.crt $out/$name
    done
  '';
  fakeNss = final.runCommand "fake-nss" { } ''
    mkdir -p $out/etc $out/var/empty
    printf 'root:x:0:0:root user:/var/empty:/bin/sh\nnobody:x:65534:65534:nobody:/var/empty:/bin/sh\n' > $out/etc/passwd
    printf 'root:x:0:\nnobody:x:65534:\n' > $out/etc/group
    echo 'hosts: files dns' > $out/etc/nsswitch.conf
  '';
}
