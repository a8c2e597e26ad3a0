import assert from "node:assert/strict";
import test from "node:test";
import { groupLimits } from "../../../src/engine/local/control-groups.js";

const limitsOf = (files: Record<string, string>): [number, number] => {
  const { memory, processors } = groupLimits((file) => files[file]);
  return [memory, processors];
};
const none = Number.POSITIVE_INFINITY;

test("without control groups, or without limits in them, nothing is limited", () => {
  assert.deepEqual(limitsOf({}), [none, none]);
  const v2 = {
    "/proc/self/cgroup": "0::/\n",
    "/sys/fs/cgroup/memory.max": "max\n",
    "/sys/fs/cgroup/cpu.max": "max 100000\n",
  };
  assert.deepEqual(limitsOf(v2), [none, none]);
  const v1 = {
    "/proc/self/cgroup": "4:memory:/\n1:cpu,cpuacct:/\n",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
    "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
  };
  assert.deepEqual(limitsOf(v1), [Number("9223372036854771712"), none]);
});

test("a container of control groups 2 sees its own limits at the top", () => {
  const files = {
    "/proc/self/cgroup": "0::/\n",
    "/sys/fs/cgroup/memory.max": "2147483648\n",
    "/sys/fs/cgroup/cpu.max": "150000 100000\n",
  };
  assert.deepEqual(limitsOf(files), [2 ** 31, 1.5]);
});

test("the limits of the groups around count too, the least of all", () => {
  const files = {
    "/proc/self/cgroup": "0::/batch/job_7/step_0\n",
    "/sys/fs/cgroup/batch/job_7/memory.max": "1000000\n",
    "/sys/fs/cgroup/batch/job_7/step_0/memory.max": "max\n",
    "/sys/fs/cgroup/batch/cpu.max": "400000 100000\n",
    "/sys/fs/cgroup/batch/job_7/step_0/cpu.max": "800000 100000\n",
  };
  assert.deepEqual(limitsOf(files), [1_000_000, 4]);
});

test("in a container of control groups 1, whose own path cannot be seen, the topmost limits hold", () => {
  const files = {
    "/proc/self/cgroup": "9:memory:/docker/af3\n5:cpuacct,cpu:/docker/af3\n0::/\n",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": "536870912\n",
    "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "200000\n",
    "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
  };
  assert.deepEqual(limitsOf(files), [2 ** 29, 2]);
});
