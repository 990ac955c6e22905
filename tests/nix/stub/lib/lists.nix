# lib.lists
{ lib }:
let
  inherit (builtins)
    elem
    elemAt
    filter
    foldl'
    genList
    isList
    length
    ;
in
{
  inherit (builtins)
    all
    any
    concatLists
    concatMap
    elem
    elemAt
    filter
    foldl'
    genList
    head
    length
    map
    sort
    tail
    ;
  optional = cond: value: if cond then [ value ] else [ ];
  optionals = cond: values: if cond then values else [ ];
  toList = value: if isList value then value else [ value ];
  unique = foldl' (seen: one: if elem one seen then seen else seen ++ [ one ]) [ ];
  subtractLists = without: filter (one: !(elem one without));
  last = list: elemAt list (length list - 1);
  imap0 = f: list: genList (n: f n (elemAt list n)) (length list);
  sublist =
    start: count: list:
    genList (n: elemAt list (start + n)) (lib.max 0 (lib.min count (length list - start)));
}
