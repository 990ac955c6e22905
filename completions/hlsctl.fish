# fish completion for hlsctl, made by `hlsctl completion fish`.
#
# Now:       hlsctl completion fish | source
# For good:  hlsctl completion fish > ~/.config/fish/completions/hlsctl.fish

set -g __hlsctl_valued --bind --component --input --into --name --port --profile --profile-file --server --set --set-file --source --start-number --tail --timeout --type --workers -n
set -g __hlsctl_groups profiles

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

# What hlsctl itself knows: profiles, instances, types, keys, settings.
function __hlsctl_dynamic
    set -l line (commandline -opc)
    set -l program (string replace -r '^~' $HOME -- $line[1])
    set -l word (string replace -r -- '^--[^=]+=' '' (commandline -ct))
    $program __complete $argv[1] -- "$word" $line[2..-1] 2>/dev/null
end

complete -c hlsctl -f
complete -c hlsctl -n '__hlsctl_in ""' -a up -d 'Bring up a test origin from a profile'
complete -c hlsctl -n '__hlsctl_in ""' -a ps -d 'List instances and what became of them'
complete -c hlsctl -n '__hlsctl_in ""' -a logs -d 'Show what an instance and its processes wrote'
complete -c hlsctl -n '__hlsctl_in ""' -a down -d 'Stop an instance and forget it'
complete -c hlsctl -n '__hlsctl_in ""' -a doctor -d 'Tell what works on this machine, why, and what to do'
complete -c hlsctl -n '__hlsctl_in ""' -a profiles -d 'List, show, compare and check profiles'
complete -c hlsctl -n '__hlsctl_in ""' -a explain -d 'Tell what a configuration key means and where its value came from'
complete -c hlsctl -n '__hlsctl_in ""' -a render -d 'Print what an origin is run with: FFmpeg, nginx, systemd, playlist'
complete -c hlsctl -n '__hlsctl_in ""' -a completion -d 'Print a completion script for bash, zsh or fish'
complete -c hlsctl -n '__hlsctl_in ""' -a version -d 'Tell version, commit and target'
complete -c hlsctl -n '__hlsctl_in "profiles"' -a list -d 'List the profiles: those inside hlsctl and your own'
complete -c hlsctl -n '__hlsctl_in "profiles"' -a show -d 'Show a profile\'s whole configuration and what is derived from it'
complete -c hlsctl -n '__hlsctl_in "profiles"' -a diff -d 'Show in which keys two profiles differ, the derived ones too'
complete -c hlsctl -n '__hlsctl_in "profiles"' -a validate -d 'Check profiles and tell everything that is wrong with them'
complete -c hlsctl -s h -l help -d 'Show help'
complete -c hlsctl -n '__hlsctl_in ""' -l version -d 'Tell version, commit and target'
complete -c hlsctl -n '__hlsctl_in "up"' -l profile -x -k -a '(__hlsctl_dynamic profiles)' -d 'The profile, as the first word would'
complete -c hlsctl -n '__hlsctl_in "up"' -l type -x -k -a '(__hlsctl_dynamic types)' -d 'The deployment type, as the second word would'
complete -c hlsctl -n '__hlsctl_in "up"' -l source -x -a 'auto live loop embedded' -d 'Where the media come from'
complete -c hlsctl -n '__hlsctl_in "up"' -l server -x -a 'auto nginx embedded' -d 'What answers HTTP'
complete -c hlsctl -n '__hlsctl_in "up"' -l input -r -F -d 'Play this file in a loop instead of a test picture'
complete -c hlsctl -n '__hlsctl_in "up"' -l bind -x -d 'Address to listen on (127.0.0.1)'
complete -c hlsctl -n '__hlsctl_in "up"' -l port -x -d 'Port to listen on, short for --set server.port=PORT'
complete -c hlsctl -n '__hlsctl_in "up"' -l workers -x -d 'Processes of the embedded server that share the port (1)'
complete -c hlsctl -n '__hlsctl_in "up"' -l name -x -d 'Name of the instance (the profile\'s)'
complete -c hlsctl -n '__hlsctl_in "up"' -s d -l detach -d 'Leave it running; `ps`, `logs` and `down` look after it'
complete -c hlsctl -n '__hlsctl_in "up"' -l timeout -x -d 'Longest wait until it is ready (60)'
complete -c hlsctl -n '__hlsctl_in "up"' -l set -x -k -a '(__hlsctl_dynamic settings)' -d 'Set a configuration key; may be repeated, later ones win'
complete -c hlsctl -n '__hlsctl_in "up"' -l set-file -r -F -d 'Settings from a TOML or JSON file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "up"' -l profile-file -r -F -d 'A profile of your own, named after the file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "up"' -l dry-run -d 'Print what would be done and do nothing'
complete -c hlsctl -n '__hlsctl_in "up"' -s y -l yes -d 'Answer yes to every question'
complete -c hlsctl -n '__hlsctl_in "up"' -l no-input -d 'Never ask'
complete -c hlsctl -n '__hlsctl_in "up"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "up"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "up"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "up"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_word "up" 0' -k -a '(__hlsctl_dynamic profiles)'
complete -c hlsctl -n '__hlsctl_word "up" 1' -k -a '(__hlsctl_dynamic types)'
complete -c hlsctl -n '__hlsctl_in "ps"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "ps"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "ps"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "ps"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_in "logs"' -s f -l follow -d 'Go on as more is written, until the instance ends'
complete -c hlsctl -n '__hlsctl_in "logs"' -s n -l tail -x -d 'Only the last lines'
complete -c hlsctl -n '__hlsctl_in "logs"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "logs"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "logs"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "logs"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_word "logs" 0' -k -a '(__hlsctl_dynamic instances)'
complete -c hlsctl -n '__hlsctl_in "down"' -l all -d 'Stop every instance'
complete -c hlsctl -n '__hlsctl_in "down"' -l dry-run -d 'Print what would be done and do nothing'
complete -c hlsctl -n '__hlsctl_in "down"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "down"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "down"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "down"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_word "down" 0' -k -a '(__hlsctl_dynamic instances)'
complete -c hlsctl -n '__hlsctl_in "doctor"' -l type -x -k -a '(__hlsctl_dynamic types)' -d 'Ask about one type (runner, container, container-enhanced, vm, iso); ends with 6, 7 or 8 when it cannot work here'
complete -c hlsctl -n '__hlsctl_in "doctor"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "doctor"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "doctor"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "doctor"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_in "profiles list"' -l component -x -a 'origin swarm' -d 'Whose profiles'
complete -c hlsctl -n '__hlsctl_in "profiles list"' -l profile-file -r -F -d 'A profile of your own, named after the file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "profiles list"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "profiles list"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "profiles list"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "profiles list"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_in "profiles show"' -l component -x -a 'origin swarm' -d 'Whose profiles'
complete -c hlsctl -n '__hlsctl_in "profiles show"' -l set -x -k -a '(__hlsctl_dynamic settings)' -d 'Set a configuration key; may be repeated, later ones win'
complete -c hlsctl -n '__hlsctl_in "profiles show"' -l set-file -r -F -d 'Settings from a TOML or JSON file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "profiles show"' -l profile-file -r -F -d 'A profile of your own, named after the file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "profiles show"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "profiles show"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "profiles show"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "profiles show"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_word "profiles show" 0' -k -a '(__hlsctl_dynamic profiles)'
complete -c hlsctl -n '__hlsctl_in "profiles diff"' -l component -x -a 'origin swarm' -d 'Whose profiles'
complete -c hlsctl -n '__hlsctl_in "profiles diff"' -l set -x -k -a '(__hlsctl_dynamic settings)' -d 'Set a configuration key; may be repeated, later ones win'
complete -c hlsctl -n '__hlsctl_in "profiles diff"' -l set-file -r -F -d 'Settings from a TOML or JSON file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "profiles diff"' -l profile-file -r -F -d 'A profile of your own, named after the file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "profiles diff"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "profiles diff"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "profiles diff"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "profiles diff"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_word "profiles diff" 0' -k -a '(__hlsctl_dynamic profiles)'
complete -c hlsctl -n '__hlsctl_word "profiles diff" 1' -k -a '(__hlsctl_dynamic profiles)'
complete -c hlsctl -n '__hlsctl_in "profiles validate"' -l all -d 'Check every profile of both components'
complete -c hlsctl -n '__hlsctl_in "profiles validate"' -l component -x -a 'origin swarm' -d 'Whose profiles'
complete -c hlsctl -n '__hlsctl_in "profiles validate"' -l profile-file -r -F -d 'A profile of your own, named after the file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "profiles validate"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "profiles validate"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "profiles validate"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "profiles validate"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_words_from "profiles validate" 0' -k -a '(__hlsctl_dynamic profiles)'
complete -c hlsctl -n '__hlsctl_in "explain"' -l component -x -a 'origin swarm' -d 'Whose profiles'
complete -c hlsctl -n '__hlsctl_in "explain"' -l set -x -k -a '(__hlsctl_dynamic settings)' -d 'Set a configuration key; may be repeated, later ones win'
complete -c hlsctl -n '__hlsctl_in "explain"' -l set-file -r -F -d 'Settings from a TOML or JSON file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "explain"' -l profile-file -r -F -d 'A profile of your own, named after the file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "explain"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "explain"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "explain"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "explain"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_word "explain" 0' -k -a '(__hlsctl_dynamic keys)'
complete -c hlsctl -n '__hlsctl_word "explain" 1' -k -a '(__hlsctl_dynamic profiles)'
complete -c hlsctl -n '__hlsctl_in "render"' -l source -x -a 'live loop' -d 'For ffmpeg: encode in real time, or once for a loop (live)'
complete -c hlsctl -n '__hlsctl_in "render"' -l start-number -x -d 'For ffmpeg: first media sequence number (the moment\'s)'
complete -c hlsctl -n '__hlsctl_in "render"' -l bind -x -d 'For nginx and systemd: where to listen (127.0.0.1)'
complete -c hlsctl -n '__hlsctl_in "render"' -l into -x -a '(__fish_complete_directories)' -d 'For systemd: write the files below this folder, / to install them'
complete -c hlsctl -n '__hlsctl_in "render"' -l set -x -k -a '(__hlsctl_dynamic settings)' -d 'Set a configuration key; may be repeated, later ones win'
complete -c hlsctl -n '__hlsctl_in "render"' -l set-file -r -F -d 'Settings from a TOML or JSON file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "render"' -l profile-file -r -F -d 'A profile of your own, named after the file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "render"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "render"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "render"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "render"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_word "render" 0' -a 'ffmpeg nginx systemd master'
complete -c hlsctl -n '__hlsctl_word "render" 1' -k -a '(__hlsctl_dynamic profiles)'
complete -c hlsctl -n '__hlsctl_in "completion"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "completion"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "completion"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "completion"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_word "completion" 0' -a 'bash zsh fish'
complete -c hlsctl -n '__hlsctl_in "version"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "version"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "version"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "version"' -l no-color -d 'No colours (also NO_COLOR)'
