{ lib, ... }: { documentation.enable = lib.mkDefault false; xdg = lib.mkDefault { }; }
