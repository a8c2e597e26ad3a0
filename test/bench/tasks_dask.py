"""One run of what tasks.mjs measures, with Dask's LocalCluster: in milliseconds, as JSON."""

import json
import sys
import time

began = time.perf_counter()
from distributed import Client, LocalCluster  # noqa: E402

times = {"import": 1000 * (time.perf_counter() - began)}

import numpy as np  # noqa: E402


def timed(name, run):
    start = time.perf_counter()
    result = run()
    times[name] = 1000 * (time.perf_counter() - start)
    return result


def started(workers):
    client = Client(LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None))
    client.submit(lambda: 1).result()
    return client


def tree(client, partitions):
    level = client.map(np.sum, partitions)
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [client.submit(sum, pair) if len(pair) == 2 else pair[0] for pair in pairs]
    assert level[0].result() == 499_500_000


def main():
    client = timed("start", lambda: started(int(sys.argv[1])))
    for name in ("cold", "warm"):
        timed(name, lambda: client.gather(client.map(lambda x: x, range(10_000), pure=False)))
    for name, size in (("small", 10_000), ("large", 10_000_000)):
        shared = client.scatter(np.zeros(size, np.uint8))
        # A key of its own for each call: Dask would else compute equal calls once.
        timed(name, lambda: client.gather(client.map(len, [shared] * 1000, pure=False)))
        times[name] /= 1000
    partitions = client.map(lambda i: np.full(1000, float(i)), range(1000), pure=False)
    client.gather(partitions)
    timed("tree", lambda: tree(client, partitions))
    client.close()
    print(json.dumps(times))


if __name__ == "__main__":
    main()
