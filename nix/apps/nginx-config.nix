# App `nginx-config [PROFILE]`: prints the nginx.conf that an origin of the profile gets.
{
  pkgs,
  scope,
  tools,
}:
pkgs.writeShellApplication {
  name = "nginx-config";
  runtimeInputs = [ pkgs.coreutils ];
  text = ''
    ${tools.profiles scope}
    ${tools.outputs}
    ${builtins.readFile ./nginx-config.sh}'';
}
