"""One run of one peer for csv.mjs: reads the file with all its columns into memory, and prints seconds, processor seconds and sums as JSON.

    python csv_peers.py PEER DATA.csv

Each peer has the options that were fastest here. Imports are not timed, nor is the start of Dask's workers. The sum of a text
column is its bytes, that of a datetime column counts seconds.
"""
import json
import resource
import sys
import time

peer, path = sys.argv[1:]
dates = ["day", "at"] if "mixed" in path else []


def pandas_run(engine):
    import pandas as pd

    options = {"low_memory": False} if engine == "c" else {}
    return timed(lambda: pd.read_csv(path, engine=engine, parse_dates=dates, **options), pd.__version__)


def polars_run():
    import polars as pl

    return timed(lambda: pl.read_csv(path, try_parse_dates=bool(dates)), pl.__version__)


def duckdb_run():
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")

    def read():
        connection.execute(f"CREATE TABLE rows AS SELECT * FROM read_csv('{path}')")
        return connection

    return timed(read, duckdb.__version__)


def dask_run():
    import dask
    import dask.dataframe as dd
    import dask.distributed

    with dask.distributed.Client(processes=True, threads_per_worker=1, dashboard_address=None):

        def read():
            frame = dd.read_csv(path, parse_dates=dates).persist()
            dask.distributed.wait(frame)
            return frame

        return timed(read, dask.__version__, lambda frame: frame.compute())


def timed(read, version, gather=lambda frame: frame):
    began, cpu_before = time.perf_counter(), time.process_time()
    frame = read()
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu_before
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    return {"version": version, "seconds": seconds, "cpuSeconds": cpu, "peakMB": peak, "sums": sums(gather(frame))}


def sums(frame):
    """The sum of each column, by pyarrow, into which all of these turn."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if peer.startswith("pandas") or peer == "Dask":
        table = pa.Table.from_pandas(frame, preserve_index=False)
    elif peer == "DuckDB":
        table = frame.sql("SELECT * FROM rows").to_arrow_table()
    else:
        table = frame.to_arrow()
    return [total(pa, pc, column) for column in table.columns]


def total(pa, pc, column):
    if pa.types.is_temporal(column.type):
        whole = pc.cast(column, pa.timestamp("s"), safe=False)
        return pc.sum(pc.cast(whole, pa.int64())).as_py()
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_boolean(column.type):
        return pc.sum(column).as_py()
    return pc.sum(pc.binary_length(pc.cast(column, pa.large_string()))).as_py()


runs = {
    "pandas": lambda: pandas_run("pyarrow"),
    "pandas (C parser)": lambda: pandas_run("c"),
    "Polars": polars_run,
    "DuckDB": duckdb_run,
    "Dask": dask_run,
}

if __name__ == "__main__":
    json.dump(runs[peer](), sys.stdout)
