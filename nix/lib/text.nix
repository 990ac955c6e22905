# Words: how far two are apart, which one was meant (lib/registry/suggest.ts), and how values are written.
let
  toJSON = import ./json.nix;

  inherit (builtins)
    elemAt
    filter
    foldl'
    genList
    head
    length
    replaceStrings
    stringLength
    substring
    ;

  chars = word: genList (index: substring index 1 word) (stringLength word);
  min = a: b: if a < b then a else b;
  max = a: b: if a > b then a else b;
  last = list: elemAt list (length list - 1);

  toLower = replaceStrings (chars "ABCDEFGHIJKLMNOPQRSTUVWXYZ") (chars "abcdefghijklmnopqrstuvwxyz");

  # Letters to insert, delete or change to make one word the other; the table is made row by row.
  levenshtein =
    a: b:
    let
      letters = chars b;
      nextRow =
        row: letter:
        foldl' (
          done: index:
          let
            changed = elemAt row index + (if elemAt letters index == letter then 0 else 1);
            cell = min changed (1 + min (last done) (elemAt row (index + 1)));
          in
          builtins.seq cell (done ++ [ cell ])
        ) [ (head row + 1) ] (genList (index: index) (length letters));
    in
    last (foldl' nextRow (genList (index: index) (length letters + 1)) (chars a));

  # The candidate a misspelt word most likely meant, or null: the only one it begins, or the nearest if it is near.
  nearest =
    word: candidates:
    let
      lower = toLower word;
      size = stringLength lower;
      begun = filter (candidate: toLower (substring 0 size candidate) == lower) candidates;
      best = foldl' closer { distance = 1000000; } (
        map (candidate: {
          inherit candidate;
          distance = levenshtein lower candidate;
        }) candidates
      );
      closer = a: b: if b.distance < a.distance then b else a;
      longest = max size (stringLength best.candidate);
      allowed = max (if longest < 4 then 1 else 2) (longest / 3);
    in
    if word == "" || candidates == [ ] then
      null
    else if length begun == 1 then
      head begun
    else if levenshtein lower (toLower best.candidate) <= allowed then
      best.candidate
    else
      null;

  # What people call the type of a value.
  kindOf =
    value:
    {
      bool = "boolean";
      float = "number";
      int = "number";
      lambda = "function";
      set = "table";
    }
    .${builtins.typeOf value} or (builtins.typeOf value);

  # A value in a message; functions and what is built have no JSON.
  shown =
    value:
    if
      builtins.elem (kindOf value) [
        "boolean"
        "null"
        "number"
        "string"
      ]
    then
      toJSON value
    else
      "a ${kindOf value}";
in
{
  inherit
    kindOf
    levenshtein
    nearest
    shown
    toJSON
    ;
}
