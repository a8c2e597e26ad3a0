import { readFileSync } from "node:fs";

/**
 * The most memory that this process has had so far, in megabytes. Not `resourceUsage().maxRSS`, which on Linux begins with
 * what the process that started this one had at that time.
 */
export function peakMB() {
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"));
  return Math.round((Number(kilobytes) * 1024) / 1e6);
}
