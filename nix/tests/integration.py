URL = "http://origin:17080"
UNITS = {"hls-generator": "hls-origin-generator", "hls-origin": "hls-origin-nginx"}


def headers(path: str) -> dict[str, str]:
    text = swarm.succeed(f"curl -fsS -D - -o /dev/null {URL}{path}")
    lines = [line.split(":", 1) for line in text.splitlines() if ":" in line]
    return {name.lower(): value.strip() for name, value in lines}


def playlist() -> list[str]:
    return swarm.succeed(f"curl -fsS {URL}/stream.m3u8").split()


def sequence() -> int:
    tag = "#EXT-X-MEDIA-SEQUENCE:"
    return next(int(line.removeprefix(tag)) for line in playlist() if line.startswith(tag))


def exposure(machine, unit):
    text = machine.succeed(f"systemd-analyze security --no-pager {unit}.service")
    return float(text.rsplit("level for", 1)[1].split(":")[1].split()[0])


start_all()

with subtest("the origin comes up and others reach it"):
    for unit in UNITS:
        origin.wait_for_unit(f"{unit}.service")
    swarm.wait_until_succeeds(f"curl -fsS {URL}/health", timeout=120)
    swarm.wait_until_succeeds(f"curl -fsS {URL}/stream.m3u8 | grep -q '[.]ts$'", timeout=120)

with subtest("playlists and segments say how long caches may keep them"):
    segment = "/" + playlist()[-1]
    assert headers("/stream.m3u8")["cache-control"] == expected["playlist"]
    assert headers("/stream.m3u8")["content-type"] == "application/vnd.apple.mpegurl"
    assert headers(segment)["cache-control"] == expected["segment"]
    assert headers(segment)["content-type"] == "video/mp2t"

with subtest("the stream goes on and decodes"):
    before = sequence()
    swarm.wait_until_succeeds(
        f"test $(curl -fsS {URL}/stream.m3u8 | sed -n 's/^#EXT-X-MEDIA-SEQUENCE://p') -gt {before}", timeout=60
    )
    found = swarm.succeed(
        f"ffprobe -v error -show_entries stream=codec_name,width,height -of csv=p=0 {URL}/stream.m3u8"
    )
    assert "h264,1280,720" in found, found
    assert "aac" in found, found

with subtest("it answers only what it should, to those it should"):
    assert swarm.succeed(f"curl -sS -o /dev/null -w '%{{http_code}}' -X POST {URL}/stream.m3u8") == "405"
    for port in (17100, 17113):
        origin.wait_until_succeeds(f"curl -fsS http://127.0.0.1:{port}/metrics", timeout=60)
        swarm.fail(f"curl -fsS --connect-timeout 3 http://origin:{port}/metrics")
    origin.succeed("curl -fsS http://127.0.0.1:17113/metrics | grep -q '^nginx_up 1'")

with subtest("its user has no password and no shell, its units have few rights"):
    assert origin.succeed("getent shadow hls-origin").split(":")[1][:1] in ("!", "*")
    assert origin.succeed("getent passwd hls-origin").strip().endswith("/nologin")
    for unit in UNITS:
        assert exposure(origin, unit) < 2.0, unit
    assert exposure(swarm, "hls-swarm") < 2.0

with subtest("slices nest, and segments lie in a tmpfs of the derived size"):
    for unit, slice in UNITS.items():
        group = origin.succeed(f"systemctl show -P ControlGroup {unit}.service").strip()
        assert group.endswith(f"/hls-origin.slice/{slice}.slice/{unit}.service"), group
    size = origin.succeed("findmnt --bytes --noheadings --output SIZE,FSTYPE /var/hls").split()
    assert size == [str(expected["tmpfsMB"] * 1024 * 1024), "tmpfs"], size

with subtest("a swarm plays it, by hand and as a service"):
    swarm.succeed(
        f"hlsctl swarm {URL}/stream.m3u8 --clients 20 --ramp-rate 10 --duration 20s --metrics off --no-input",
        timeout=180,
    )
    swarm.wait_for_unit("hls-swarm.service")
    swarm.wait_until_succeeds("curl -fsS http://127.0.0.1:17091/metrics | grep -q '^hls'", timeout=60)

with subtest("a start anew goes on with the stream"):
    before = sequence()
    origin.succeed("systemctl restart hls-generator.service")
    swarm.wait_until_succeeds(
        f"test $(curl -fsS {URL}/stream.m3u8 | sed -n 's/^#EXT-X-MEDIA-SEQUENCE://p') -gt {before}", timeout=60
    )
