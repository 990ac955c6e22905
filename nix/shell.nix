# Development shell: the tools of this project and of the original Go program.
{ pkgs }:
pkgs.mkShell {
  name = "hlsctl-dev";
  packages = [
    pkgs.bun
    pkgs.nodejs
    pkgs.nginx
    pkgs.shellcheck
    pkgs.nixfmt
    pkgs.nil
    pkgs.ffmpeg-full
    pkgs.curl
    pkgs.jq
    pkgs.go
    pkgs.gopls
    pkgs.gotools
    pkgs.golangci-lint
    pkgs.delve
  ];
}
