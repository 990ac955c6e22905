import { join } from "node:path";

/** What a build came to: one file to hand on, or a folder with programs to run. */
export type BuildResult =
  /** A container image as an archive. */
  | { kind: "image"; path: string; sizeBytes: number }
  /** A program that writes the archive of a container image. */
  | { kind: "image-stream"; path: string }
  | { kind: "iso"; path: string; sizeBytes: number }
  | { kind: "programs"; path: string; programs: string[] }
  | { kind: "file"; path: string; sizeBytes: number }
  | { kind: "folder"; path: string };

/** What stands at the path of a result. */
export interface Found {
  /** The path in the store. */
  path: string;
  /** Null for a folder. */
  file: { sizeBytes: number; isExecutable: boolean } | null;
  /** Names in its `bin/`. */
  programs: readonly string[];
  /** ISO images in its `iso/`. */
  images: readonly { name: string; sizeBytes: number }[];
}

export function describeResult({ path, file, programs, images }: Found): BuildResult {
  if (file && /\.tar(\.\w+)?$/.test(path)) return { kind: "image", path, sizeBytes: file.sizeBytes };
  if (file?.isExecutable) return { kind: "image-stream", path };
  if (file) return { kind: "file", path, sizeBytes: file.sizeBytes };
  const [image] = images;
  if (image) return { kind: "iso", path: join(path, "iso", image.name), sizeBytes: image.sizeBytes };
  if (programs.length > 0) return { kind: "programs", path, programs: [...programs] };
  return { kind: "folder", path };
}

/** The commands one would run next, with their remarks. `link` is the user's name for the result. */
export function nextCommands(result: BuildResult, link: string): string[] {
  switch (result.kind) {
    case "image":
      return [`docker load < ${link}`];
    case "image-stream":
      return [`${link} | docker load`];
    case "iso":
      return [
        `qemu-system-x86_64 -m 2G -cdrom ${result.path}   # boot it`,
        `sudo dd if=${result.path} of=/dev/sdX bs=4M conv=fsync status=progress   # to a USB stick; /dev/sdX is overwritten`,
      ];
    case "programs":
      return result.programs.map((name) => join(link, "bin", name));
    case "file":
    case "folder":
      return [];
    default:
      return result satisfies never;
  }
}
