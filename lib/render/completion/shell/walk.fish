# The command typed so far and how many words follow it: `profiles show` and 1.
function __hlsctl_walk
    set -l command
    set -l count 0
    set -l skip 0
    set -l literal 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
        else if test $literal = 1
            set count (math $count + 1)
        else if test "$word" = --
            set literal 1
        else if string match -q -- '-*' "$word"
            contains -- "$word" $__hlsctl_valued; and set skip 1
        else if test -z "$command"; or contains -- "$command" $__hlsctl_groups
            set command (string trim -- "$command $word")
        else
            set count (math $count + 1)
        end
    end
    echo $command
    echo $count
end

# Whether the command is this one.
function __hlsctl_in
    set -l at (__hlsctl_walk)
    test "$at[1]" = "$argv[1]"
end

# Whether the command is this one and its word number N is being typed, or one from N on.
function __hlsctl_word
    set -l at (__hlsctl_walk)
    test "$at[1]" = "$argv[1]" -a "$at[2]" -eq "$argv[2]"
end

function __hlsctl_words_from
    set -l at (__hlsctl_walk)
    test "$at[1]" = "$argv[1]" -a "$at[2]" -ge "$argv[2]"
end

# What hlsctl itself knows: profiles, instances, types, keys, settings, inputs.
function __hlsctl_dynamic
    set -l line (commandline -opc)
    set -l program (string replace -r '^~' $HOME -- $line[1])
    set -l word (string replace -r -- '^--[^=]+=' '' (commandline -ct))
    $program __complete $argv[1] -- "$word" $line[2..-1] 2>/dev/null
end
