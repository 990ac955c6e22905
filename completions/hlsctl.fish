# fish completion for hlsctl, made by `hlsctl completion fish`.
#
# Now:       hlsctl completion fish | source
# For good:  hlsctl completion fish > ~/.config/fish/completions/hlsctl.fish

set -g __hlsctl_valued --arrival --bind --ca --canaries --churn --clients --component --duration --engine --find-capacity --header --html --input --into --junit --max-clients --metrics --name --net --origin-metrics --port --profile --profile-file --ramp-jitter --ramp-rate --report --resolve --seed --server --set --set-file --source --stage --start-number --step-duration --tail --threshold --timeout --type --user-agent --variant --workers -H -n
set -g __hlsctl_groups report profiles

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
complete -c hlsctl -n '__hlsctl_in ""' -a swarm -d 'Play a stream with many viewers and judge what they get'
complete -c hlsctl -n '__hlsctl_in ""' -a probe -d 'Watch a stream as one client and judge it by the rules of HLS'
complete -c hlsctl -n '__hlsctl_in ""' -a ps -d 'List instances and what became of them'
complete -c hlsctl -n '__hlsctl_in ""' -a logs -d 'Show what an instance and its processes wrote'
complete -c hlsctl -n '__hlsctl_in ""' -a down -d 'Stop an instance and forget it'
complete -c hlsctl -n '__hlsctl_in ""' -a doctor -d 'Tell what works on this machine, why, and what to do'
complete -c hlsctl -n '__hlsctl_in ""' -a report -d 'Show, compare and merge reports of the swarm; print its Grafana dashboard and alert rules'
complete -c hlsctl -n '__hlsctl_in ""' -a profiles -d 'List, show, compare and check profiles'
complete -c hlsctl -n '__hlsctl_in ""' -a explain -d 'Tell what a configuration key means and where its value came from'
complete -c hlsctl -n '__hlsctl_in ""' -a render -d 'Print what an origin is run with: FFmpeg, nginx, systemd, playlist'
complete -c hlsctl -n '__hlsctl_in ""' -a completion -d 'Print a completion script for bash, zsh or fish'
complete -c hlsctl -n '__hlsctl_in ""' -a version -d 'Tell version, commit and target'
complete -c hlsctl -n '__hlsctl_in "report"' -a show -d 'Show the report of a run, or write it as a page'
complete -c hlsctl -n '__hlsctl_in "report"' -a compare -d 'Tell what is better and what is worse in one run than in another'
complete -c hlsctl -n '__hlsctl_in "report"' -a merge -d 'Make one report of the runs of several machines'
complete -c hlsctl -n '__hlsctl_in "report"' -a grafana -d 'Print a Grafana dashboard of the swarm\'s metrics, to import'
complete -c hlsctl -n '__hlsctl_in "report"' -a alerts -d 'Print alert rules for Prometheus'
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
complete -c hlsctl -n '__hlsctl_in "swarm"' -l profile -x -k -a '(__hlsctl_dynamic profiles)' -d 'The swarm profile (default)'
complete -c hlsctl -n '__hlsctl_in "swarm"' -s n -l clients -x -d 'Viewers at the end of the ramp'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l ramp-rate -x -d 'Viewers started per second'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l ramp-jitter -x -d 'Largest random delay of a start in milliseconds'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l duration -x -d 'Length of the run: 90s, 5m, 1h30m; 0 is until it is stopped (the stages\' length, or 0)'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l stage -x -d 'Instead of the ramp: straight lines to N viewers each, like 30s:100,5m:100,30s:0'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l arrival -x -a 'uniform poisson' -d 'Gaps between starts: even, or by chance (uniform)'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l churn -x -d 'Viewers leave and are replaced: exponential:5m, fixed:30s, uniform:1m-10m, lognormal:5m,1.2'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l seed -x -d 'Makes chance repeatable (1)'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l workers -x -d 'Generator processes that share the viewers (1)'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l find-capacity -x -d 'Step the load up until this threshold breaks; may be repeated'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l step-duration -x -d 'How long a step of the search holds (20s)'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l max-clients -x -d 'Where the search ends (100000)'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l variant -x -a 'all highest lowest first adaptive' -d 'Renditions a viewer downloads'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l engine -x -a 'native ffmpeg' -d 'What viewers are: built in, or an FFmpeg process each (native)'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l canaries -x -d 'FFmpeg clients beside a native swarm (0)'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l decrypt -d 'Decrypt AES-128 segments and check their padding'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l verify -d 'Compare every segment with what our origin makes'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l no-low-latency -d 'Follow Low-Latency HLS as an ordinary stream'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l timeout -x -d 'Longest wait for the network'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l reconnect -d 'Reconnect after a failure'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l no-reconnect -d 'Give up after a failure'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l net -x -a 'auto bun epoll' -d 'Sockets: Bun\'s, or Linux\'s epoll, which drops bodies in the kernel (auto)'
complete -c hlsctl -n '__hlsctl_in "swarm"' -s H -l header -x -d 'Request header; may be repeated'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l user-agent -x -d 'User-Agent of every request'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l no-cache -d 'Ask caches to pass every request on'
complete -c hlsctl -n '__hlsctl_in "swarm"' -s k -l insecure -d 'Accept any TLS certificate'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l ca -r -F -d 'Further certificate authorities, PEM'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l resolve -x -d 'Connect there instead of asking DNS; may be repeated'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l threshold -x -d 'What must hold, like \'segment_ttfb: p(95)<200\'; may be repeated'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l report -r -F -d 'Write the report, JSON'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l html -r -F -d 'Write the report, one page of HTML'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l junit -r -F -d 'Write the thresholds as JUnit XML'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l metrics -x -d 'Where Prometheus may ask, or off (127.0.0.1:17091)'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l metrics-compat -d 'Also the names of go-ffmpeg-hls-swarm'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l origin-metrics -x -d 'Exporter of the origin (nginx, node); may be repeated'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l print-cmd -d 'Print the FFmpeg command of a viewer and do nothing'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l set -x -k -a '(__hlsctl_dynamic settings)' -d 'Set a configuration key; may be repeated, later ones win'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l set-file -r -F -d 'Settings from a TOML or JSON file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l profile-file -r -F -d 'A profile of your own, named after the file; may be repeated'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l dry-run -d 'Print what would be done and do nothing'
complete -c hlsctl -n '__hlsctl_in "swarm"' -s y -l yes -d 'Answer yes to every question'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l no-input -d 'Never ask'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "swarm"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "swarm"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "swarm"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_in "probe"' -l duration -x -d 'How long to watch (1m)'
complete -c hlsctl -n '__hlsctl_in "probe"' -l variant -x -a 'all highest lowest first' -d 'Variants to watch (all)'
complete -c hlsctl -n '__hlsctl_in "probe"' -l timeout -x -d 'Longest wait for the network (15s)'
complete -c hlsctl -n '__hlsctl_in "probe"' -s H -l header -x -d 'Request header; may be repeated'
complete -c hlsctl -n '__hlsctl_in "probe"' -l user-agent -x -d 'User-Agent of every request'
complete -c hlsctl -n '__hlsctl_in "probe"' -l no-cache -d 'Ask caches to pass every request on'
complete -c hlsctl -n '__hlsctl_in "probe"' -s k -l insecure -d 'Accept any TLS certificate'
complete -c hlsctl -n '__hlsctl_in "probe"' -l ca -r -F -d 'Further certificate authorities, PEM'
complete -c hlsctl -n '__hlsctl_in "probe"' -l resolve -x -d 'Connect there instead of asking DNS; may be repeated'
complete -c hlsctl -n '__hlsctl_in "probe"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "probe"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "probe"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "probe"' -l no-color -d 'No colours (also NO_COLOR)'
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
complete -c hlsctl -n '__hlsctl_in "report show"' -l html -r -F -d 'Write it as one page of HTML'
complete -c hlsctl -n '__hlsctl_in "report show"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "report show"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "report show"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "report show"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_word "report show" 0' -r -F
complete -c hlsctl -n '__hlsctl_in "report compare"' -l fail-on-regression -d 'Exit with 99 when anything is worse, with 12 when a run was not valid'
complete -c hlsctl -n '__hlsctl_in "report compare"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "report compare"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "report compare"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "report compare"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_word "report compare" 0' -r -F
complete -c hlsctl -n '__hlsctl_word "report compare" 1' -r -F
complete -c hlsctl -n '__hlsctl_in "report merge"' -l report -r -F -d 'Write the merged report, JSON'
complete -c hlsctl -n '__hlsctl_in "report merge"' -l html -r -F -d 'Write it as one page of HTML'
complete -c hlsctl -n '__hlsctl_in "report merge"' -l junit -r -F -d 'Write its thresholds as JUnit XML'
complete -c hlsctl -n '__hlsctl_in "report merge"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "report merge"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "report merge"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "report merge"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_words_from "report merge" 0' -r -F
complete -c hlsctl -n '__hlsctl_in "report grafana"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "report grafana"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "report grafana"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "report grafana"' -l no-color -d 'No colours (also NO_COLOR)'
complete -c hlsctl -n '__hlsctl_in "report alerts"' -l json -d 'Answer in JSON on stdout'
complete -c hlsctl -n '__hlsctl_in "report alerts"' -s q -l quiet -d 'Say only what went wrong'
complete -c hlsctl -n '__hlsctl_in "report alerts"' -s v -l verbose -d 'Say more'
complete -c hlsctl -n '__hlsctl_in "report alerts"' -l no-color -d 'No colours (also NO_COLOR)'
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
