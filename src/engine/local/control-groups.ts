import { readFileSync } from "node:fs";
import { dirname } from "node:path";

/** What the control groups of this process allow it, or infinity. */
export interface GroupLimits {
  /** Bytes of memory. */
  readonly memory: number;
  /** Processors at a time; may be a fraction. */
  readonly processors: number;
}

/** Where the kernel's interface to control groups is. */
const root = "/sys/fs/cgroup";

/**
 * The limits of the Linux control groups, of version 1 or 2, that this process is in, and of those around them: a batch
 * system may limit the job and not the step. In a container the groups' paths may be those outside, of which only the
 * topmost can be seen. Node knows the memory limit of the innermost group only, and not how many processors it may use.
 *
 * @param read - gives a file's text, or undefined when there is none.
 */
export function groupLimits(read: (file: string) => string | undefined = textOf): GroupLimits {
  let memory = Number.POSITIVE_INFINITY;
  let processors = Number.POSITIVE_INFINITY;
  for (const line of (read("/proc/self/cgroup") ?? "").split("\n")) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined) continue;
    const names = controllers.split(",");
    for (const group of upwards(path)) {
      if (controllers === "") {
        memory = Math.min(memory, numberIn(read(`${root}${group}/memory.max`)));
        const [quota, period] = (read(`${root}${group}/cpu.max`) ?? "").split(" ");
        processors = Math.min(processors, numberIn(quota) / Number(period || 1));
      }
      if (names.includes("memory")) {
        memory = Math.min(memory, numberIn(read(`${root}/memory${group}/memory.limit_in_bytes`)));
      }
      if (names.includes("cpu")) {
        const quota = numberIn(read(`${root}/cpu${group}/cpu.cfs_quota_us`));
        processors = Math.min(processors, quota / numberIn(read(`${root}/cpu${group}/cpu.cfs_period_us`) ?? "1"));
      }
    }
  }
  return { memory, processors };
}

/** A group's path and those of the groups around it, without a slash at the end. */
function upwards(path: string): string[] {
  return path === "/" ? [""] : [path, ...upwards(dirname(path))];
}

/** The number that a limit's file gives; infinity for "max", for -1, which means the same, and without a file. */
function numberIn(text: string | undefined): number {
  const value = Number.parseInt(text ?? "", 10);
  return value > 0 ? value : Number.POSITIVE_INFINITY;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
