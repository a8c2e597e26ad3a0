"""Makes one set of rows for forest.mjs, as files of the rows to train on and to test with.

    python forest_data.py SET FLIGHTS.csv OUT KIND     (writes OUT-train.KIND and OUT-test.KIND, parquet or csv)

A quarter of the rows is for the test. The target is the last column.
"""
import sys

import numpy as np
import pandas as pd
from sklearn.datasets import load_digits, make_classification


def made(train_rows):
    rows = train_rows * 4 // 3
    cells, classes = make_classification(
        rows,
        n_features=28,
        n_informative=12,
        n_redundant=6,
        n_classes=3,
        n_clusters_per_class=3,
        flip_y=0.02,
        random_state=42,
    )
    return with_target(cells, classes)


def with_target(cells, classes):
    frame = pd.DataFrame(cells.astype("float64"), columns=[f"x{i}" for i in range(cells.shape[1])])
    frame["target"] = classes.astype("int32")
    return frame


def digits():
    return with_target(*load_digits(return_X_y=True))


def mixed():
    """Ten columns of text with ten categories each, ten of numbers, and two classes that hang on both."""
    random = np.random.default_rng(42)
    rows = 133_334
    categories = random.integers(0, 10, (rows, 10))
    numbers = random.normal(size=(rows, 10))
    effects = random.normal(size=(10, 10))
    score = sum(effects[i][categories[:, i]] for i in range(10)) + numbers[:, :5].sum(axis=1)
    score += 2 * (numbers[:, 5] * effects[0][categories[:, 1]] > 0)
    frame = pd.DataFrame({f"c{i}": np.array(list("ABCDEFGHIJ"))[categories[:, i]] for i in range(10)})
    for i in range(10):
        frame[f"x{i}"] = numbers[:, i]
    frame["target"] = np.where(score + random.normal(size=rows) > np.median(score), "yes", "no")
    return frame


def flights(path):
    return pd.read_csv(path)


name, flights_path, out, kind = sys.argv[1:]
sets = {
    "flights": lambda: flights(flights_path),
    "made-300": lambda: made(300),
    "made-200k": lambda: made(200_000),
    "made-1m": lambda: made(1_000_000),
    "digits": digits,
    "mixed": mixed,
}
frame = sets[name]().sample(frac=1, random_state=42, ignore_index=True)
test = len(frame) // 4
for part, rows in {"train": frame.iloc[test:], "test": frame.iloc[:test]}.items():
    if kind == "csv":
        rows.to_csv(f"{out}-{part}.csv", index=False)
    else:
        rows.to_parquet(f"{out}-{part}.parquet", index=False, row_group_size=50_000)
