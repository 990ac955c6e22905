# Checks that need no more than seconds each.
{ pkgs, scope }:
{ }
