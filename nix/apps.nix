# Apps of one system.
{
  inputs,
  scope,
  catalogue,
  packages,
  system,
}:
{ }
