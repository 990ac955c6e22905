"""A docker-archive on stdout: image.py CONFIG FOLDER GRAPH... (graphs as exportReferencesGraph writes them)."""
import hashlib, io, json, os, sys, tarfile

config_path, folder, *graphs = sys.argv[1:]
settings = json.load(open(config_path))


def plain(info):
    info.uid = info.gid = 0
    info.uname = info.gname = "root"
    info.mtime = 1
    return info


def store_paths():
    found = set()
    for graph in graphs:
        lines = iter(open(graph).read().split("\n"))
        for path in lines:
            if not path:
                continue
            found.add(path)
            next(lines)  # deriver
            for _ in range(int(next(lines))):
                next(lines)
    return sorted(found)


def layer(path, fill):
    with tarfile.open(path, "w") as tar:
        fill(tar)
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def store(tar):
    for parent in ("nix", "nix/store"):
        info = tarfile.TarInfo(parent)
        info.type, info.mode = tarfile.DIRTYPE, 0o755
        tar.addfile(plain(info))
    for path in store_paths():
        tar.add(path, path.lstrip("/"), filter=plain)


def contents(tar):
    for name in sorted(os.listdir(folder)):
        tar.add(os.path.join(folder, name), name, filter=plain)


ids = [layer("store.tar", store), layer("contents.tar", contents)]
config = json.dumps({
    "architecture": settings["architecture"], "os": "linux", "created": settings["created"],
    "config": settings["config"], "rootfs": {"type": "layers", "diff_ids": [f"sha256:{one}" for one in ids]},
}, sort_keys=True).encode()
name = hashlib.sha256(config).hexdigest() + ".json"
manifest = [{"Config": name, "RepoTags": [f"{settings['name']}:{settings['tag']}"], "Layers": ["store.tar", "contents.tar"]}]
with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as tar:
    for path, data in ((name, config), ("manifest.json", json.dumps(manifest).encode())):
        info = tarfile.TarInfo(path)
        info.size = len(data)
        tar.addfile(plain(info), io.BytesIO(data))
    for path in ("store.tar", "contents.tar"):
        tar.add(path, filter=plain)
