"""Makes the rows of importances.mjs, or fits a forest of scikit-learn's and prints its permutation importances as JSON.

    python importances_peer.py make KIND ROWS TRAIN.parquet TEST.parquet     (prints null)
    python importances_peer.py measure KIND TRAIN.parquet TEST.parquet OPTIONS.json

KIND is classes or numbers.
"""
import json
import sys
import time

import pandas as pd
import psutil
import sklearn
from sklearn.datasets import make_classification, make_friedman1
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.inspection import permutation_importance


def make(kind, rows, train_file, test_file):
    rows = int(rows)
    if kind == "classes":
        X, y = make_classification(2 * rows, 28, n_informative=12, n_redundant=4, n_classes=3, random_state=1)
    else:
        X, y = make_friedman1(2 * rows, 28, noise=1.0, random_state=1)
    frame = pd.DataFrame(X, columns=[f"x{i}" for i in range(28)]).assign(target=y)
    frame[rows:].to_parquet(train_file, row_group_size=10_000)
    frame[:rows].to_parquet(test_file, row_group_size=10_000)
    print("null")


def used():
    """Processor seconds of this process and of those it has started."""
    own = psutil.Process()
    return sum(sum(process.cpu_times()[:2]) for process in [own, *own.children(recursive=True)])


def measure(kind, train_file, test_file, options):
    options = json.loads(options)
    train, test = pd.read_parquet(train_file), pd.read_parquet(test_file)
    parts = [(rows.drop(columns="target").to_numpy(), rows["target"].to_numpy()) for rows in (train, test)]
    kind = RandomForestClassifier if kind == "classes" else RandomForestRegressor
    model = kind(options["trees"], max_features="sqrt", random_state=options["seed"], n_jobs=-1).fit(*parts[0])
    X, y = parts[1]
    score = model.score(X, y)
    # A column a process; more threads within each would only get in each other's way.
    model.n_jobs = 1
    # Starts the processes, whose imports are not counted either.
    permutation_importance(model, X[:100], y[:100], n_repeats=1, n_jobs=-1)
    began, before = time.perf_counter(), used()
    found = permutation_importance(
        model, X, y, n_repeats=options["repeats"], random_state=options["seed"], n_jobs=-1
    )
    seconds, after = time.perf_counter() - began, used()
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpuSeconds": after - before,
                "score": score,
                "means": found.importances_mean.tolist(),
                "version": sklearn.__version__,
            }
        )
    )


{"make": make, "measure": measure}[sys.argv[1]](*sys.argv[2:])
