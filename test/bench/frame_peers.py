"""One run of one peer for frame.mjs: does the work twice, and prints seconds, processor seconds and sums as JSON.

    python frame_peers.py PEER WORK FLIGHTS.csv|.parquet

Each peer reads only the columns it needs, and starts from the file. Imports are not timed, nor is the start of Dask's workers.
"""
import json
import resource
import sys
import time

peer, work, path = sys.argv[1:]
is_parquet = path.endswith(".parquet")
columns = {
    "means": ["origin", "minuteOfDay", "distance"],
    "routes": ["origin", "destination", "delay", "distance"],
    "sort": ["distance", "delay"],
    "merge": ["origin", "delay"],
}[work]


def means(frame):
    rows = frame[(frame["distance"] > 500) & (frame["origin"] != "ATL")]
    return rows.groupby("origin")[["minuteOfDay", "distance"]].mean().reset_index()


def routes(frame):
    groups = frame.groupby(["origin", "destination"])
    made = groups.agg({"delay": ["mean", "std", "count"], "distance": "max"})
    return made.reset_index()


def sort(frame):
    return frame.sort_values(["distance", "delay"])


def merge(frame):
    by_origin = frame.groupby("origin")["delay"].mean().rename("delay_mean").reset_index()
    both = frame.merge(by_origin, on="origin")
    return ((both["delay"] - both["delay_mean"]) ** 2).mean()


of_frame = {"means": means, "routes": routes, "sort": sort, "merge": merge}[work]


def pandas_run(engine):
    import pandas as pd

    def run():
        frame = pd.read_parquet(path, columns=columns) if is_parquet else pd.read_csv(path, usecols=columns, engine=engine)
        return of_frame(frame)

    return timed(run, pd.__version__, from_pandas)


def from_pandas(made):
    if work == "merge":
        return [float(made)]
    if work == "sort":
        return [len(made), *sums(made.head(1000)), *sums(made.tail(1000))]
    return sums(made)


def sums(frame):
    """Of each column of numbers its sum, of text the number of its characters."""
    columns = [frame.iloc[:, i] for i in range(frame.shape[1])]
    return [float(c.sum()) if c.dtype.kind in "iuf" else int(c.str.len().sum()) for c in columns]


def polars_run():
    import polars as pl

    col = pl.col

    def run():
        frame = (pl.scan_parquet(path) if is_parquet else pl.scan_csv(path)).select(columns)
        if work == "means":
            rows = frame.filter((col("distance") > 500) & (col("origin") != "ATL"))
            return rows.group_by("origin").agg(col("minuteOfDay").mean(), col("distance").mean()).collect()
        if work == "routes":
            made = [col("delay").mean(), col("delay").std().alias("std"), col("delay").count().alias("count")]
            return frame.group_by("origin", "destination").agg(*made, col("distance").max()).collect()
        if work == "sort":
            return frame.sort("distance", "delay").collect()
        by_origin = frame.group_by("origin").agg(col("delay").mean().alias("delay_mean"))
        both = frame.join(by_origin, on="origin")
        return both.select(((col("delay") - col("delay_mean")) ** 2).mean()).collect().item()

    return timed(run, pl.__version__, lambda made: from_pandas(made if work == "merge" else made.to_pandas()))


def duckdb_run():
    import duckdb

    rows = f"read_parquet('{path}')" if is_parquet else f"read_csv('{path}')"
    query = {
        "means": f"""SELECT origin, avg("minuteOfDay"), avg(distance) FROM {rows}
            WHERE distance > 500 AND origin <> 'ATL' GROUP BY origin""",
        "routes": f"""SELECT origin, destination, avg(delay), stddev_samp(delay), count(delay), max(distance) FROM {rows}
            GROUP BY origin, destination""",
        "sort": f"CREATE TABLE sorted AS SELECT distance, delay FROM {rows} ORDER BY distance, delay",
        "merge": f"""WITH by_origin AS (SELECT origin, avg(delay) AS delay_mean FROM {rows} GROUP BY origin)
            SELECT avg((delay - delay_mean) ** 2) FROM {rows} JOIN by_origin USING (origin)""",
    }[work]

    def run():
        connection = duckdb.connect()
        made = connection.execute(query)
        return connection if work == "sort" else made.fetchall()

    def gather(made):
        import pandas as pd

        if work == "merge":
            return from_pandas(made[0][0])
        if work == "sort":
            return from_pandas(pd.DataFrame(made.execute("FROM sorted").fetchnumpy()))
        return from_pandas(pd.DataFrame(made).infer_objects())

    return timed(run, duckdb.__version__, gather)


def dask_run():
    import dask
    import dask.dataframe as dd
    import dask.distributed

    def run():
        frame = dd.read_parquet(path, columns=columns) if is_parquet else dd.read_csv(path, usecols=columns, blocksize="8MB")
        made = of_frame(frame)
        if work != "sort":
            return made.compute()
        made = made.persist()
        dask.distributed.wait(made)
        return made

    def gather(made):
        if work != "sort":
            return from_pandas(made)
        ends = [made.head(1000, npartitions=-1), made.tail(1000)]
        return [len(made), *sums(ends[0]), *sums(ends[1])]

    with dask.distributed.Client(processes=True, threads_per_worker=1, dashboard_address=None):
        return timed(run, dask.__version__, gather)


def timed(run, version, gather):
    began, cpu_before = time.perf_counter(), time.process_time()
    made = run()
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu_before
    found = gather(made)
    del made
    time.sleep(0.5)  # Dask forgets what it has persisted, and does not find it again
    began = time.perf_counter()
    run()
    again = time.perf_counter() - began
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    return {"version": version, "seconds": seconds, "again": again, "cpuSeconds": cpu, "peakMB": peak, "sums": found}


runs = {
    "pandas": lambda: pandas_run("pyarrow"),
    "pandas (C parser)": lambda: pandas_run("c"),
    "Polars": polars_run,
    "DuckDB": duckdb_run,
    "Dask": dask_run,
}

if __name__ == "__main__":
    json.dump(runs[peer](), sys.stdout)
