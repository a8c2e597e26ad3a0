"""One run of one peer for frame.mjs: reads the flights, filters, groups, and prints seconds, processor seconds and sums as JSON.

    python frame_peers.py PEER FLIGHTS.csv

Each peer reads only the columns it needs, and starts from the file. Imports are not timed, nor is the start of Dask's workers.
"""
import json
import resource
import sys
import time

peer, path = sys.argv[1:]
values = ["minuteOfDay", "distance"]
columns = ["origin", *values]


def pandas_run(engine):
    import pandas as pd

    def work():
        frame = pd.read_csv(path, usecols=columns, engine=engine)
        return means(frame)

    return timed(work, pd.__version__)


def means(frame):
    rows = frame[(frame["distance"] > 500) & (frame["origin"] != "ATL")]
    return rows.groupby("origin")[values].mean()


def polars_run():
    import polars as pl

    def work():
        rows = pl.scan_csv(path).filter((pl.col("distance") > 500) & (pl.col("origin") != "ATL"))
        groups = rows.group_by("origin").agg(pl.col(name).mean() for name in values)
        return groups.collect()

    return timed(work, pl.__version__, lambda groups: groups.to_pandas().set_index("origin"))


def duckdb_run():
    import duckdb

    aggregates = ", ".join(f'avg("{name}") AS "{name}"' for name in values)
    query = f"SELECT origin, {aggregates} FROM read_csv('{path}') WHERE distance > 500 AND origin <> 'ATL' GROUP BY origin"

    def work():
        return duckdb.connect().execute(query).fetchall()

    def gather(rows):
        import pandas as pd

        return pd.DataFrame(rows, columns=columns).set_index("origin")

    return timed(work, duckdb.__version__, gather)


def dask_run():
    import dask
    import dask.dataframe as dd
    import dask.distributed

    with dask.distributed.Client(processes=True, threads_per_worker=1, dashboard_address=None):
        work = lambda: means(dd.read_csv(path, usecols=columns, blocksize="8MB")).compute()
        return timed(work, dask.__version__)


def timed(work, version, gather=lambda groups: groups):
    began, cpu_before = time.perf_counter(), time.process_time()
    groups = work()
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu_before
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    groups = gather(groups)
    sums = [len(groups), sum(len(name) for name in groups.index), *(float(groups[name].sum()) for name in values)]
    return {"version": version, "seconds": seconds, "cpuSeconds": cpu, "peakMB": peak, "sums": sums}


runs = {
    "pandas": lambda: pandas_run("pyarrow"),
    "pandas (C parser)": lambda: pandas_run("c"),
    "Polars": polars_run,
    "DuckDB": duckdb_run,
    "Dask": dask_run,
}

if __name__ == "__main__":
    json.dump(runs[peer](), sys.stdout)
