# Recipes for https://github.com/casey/just: short names for commands of hlsctl, npm and Nix. `just` lists them.

# Another hlsctl than this clone's: HLSCTL=hlsctl just up
hlsctl := env_var_or_default("HLSCTL", "npx bun cli.ts")

# A stream of another machine: STREAM_URL=http://origin:17080/stream.m3u8 just swarm
stream := env_var_or_default("STREAM_URL", "http://127.0.0.1:17080/stream.m3u8")

# List the recipes
default:
    @just --list

# Bring up an origin in the foreground: just up low-latency --source embedded
up profile="default" *words:
    {{ hlsctl }} up {{ profile }} {{ words }}

# The same with the FFmpeg and nginx that the flake pins
up-nix profile="default" *words:
    {{ hlsctl }} up {{ profile }} --builder nix {{ words }}

# Play a stream with many viewers: just swarm --clients 500 --duration 1m
swarm *words:
    {{ hlsctl }} swarm {{ stream }} {{ words }}

# Watch a stream as one client and judge it by the rules
probe *words:
    {{ hlsctl }} probe {{ stream }} {{ words }}

# Stop an instance that was left running
down *words:
    {{ hlsctl }} down {{ words }}

# Tell what works on this machine
doctor *words:
    {{ hlsctl }} doctor {{ words }}

# Build any output of the flake: just nix-output swarm-client-vm --dry-run
nix-output type *words:
    {{ hlsctl }} build {{ type }} {{ words }}

# Build the container image of an origin
image profile="default" *words:
    {{ hlsctl }} build container --profile {{ profile }} {{ words }}

# Build the container image of an origin with systemd in it
image-enhanced profile="default" *words:
    {{ hlsctl }} build container-enhanced --profile {{ profile }} {{ words }}

# Build the container image of a swarm
swarm-image *words:
    {{ hlsctl }} build swarm-client-container {{ words }}

# Build a MicroVM with an origin
vm profile="default" *words:
    {{ hlsctl }} build vm --profile {{ profile }} {{ words }}

# Build a bootable ISO with an origin
iso profile="default" *words:
    {{ hlsctl }} build iso --profile {{ profile }} {{ words }}

# Print the nginx.conf of a profile
nginx-config profile="default":
    {{ hlsctl }} render nginx {{ profile }}

# List what the flake builds and what this machine can build
nix-show *words:
    {{ hlsctl }} nix show {{ words }}

# Write the flake into a folder of yours
nix-write folder *words:
    {{ hlsctl }} nix write {{ folder }} {{ words }}

# Check that what the flake offers works here: quick, build or full
nix-check tier="quick" *words:
    {{ hlsctl }} check --tier {{ tier }} {{ words }}

# The shell with everything to work on this repository
dev:
    nix develop

# Format the Nix files
fmt-nix:
    nix fmt

# Build dist/hlsctl
build:
    npm run build

# Lint, types, dead code and the tests without e2e: before every commit
check:
    npx bun run check

# Every test
test:
    npm test

# Rewrite what is generated
generate:
    npx bun run generate

# Format the sources
fmt:
    npx bun run format

# Measure something of bench/: just bench swarm
bench name="startup" *words:
    npx bun bench/{{ name }}.ts {{ words }}

# The origin's profiles, by the names of the original system
test-origin *words: (up "default" words)
test-origin-low-latency *words: (up "low-latency" words)
test-origin-4k-abr *words: (up "4k-abr" words)
test-origin-stress *words: (up "stress-test" words)
test-origin-logged *words: (up "logged" words)
test-origin-debug *words: (up "debug" words)

# The swarm's profiles, likewise
swarm-client *words: (swarm "--profile" "default" words)
swarm-client-stress *words: (swarm "--profile" "stress" words)
swarm-client-gentle *words: (swarm "--profile" "gentle" words)
swarm-client-burst *words: (swarm "--profile" "burst" words)
swarm-client-extreme *words: (swarm "--profile" "extreme" words)

alias container := image
alias swarm-container := swarm-image
alias enhanced-origin := image-enhanced
alias microvm-origin-build := vm
alias nginx-conf := nginx-config
alias shell := dev
alias ci := test
