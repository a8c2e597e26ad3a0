"""Makes the rows of regression.mjs, or fits and predicts them with scikit-learn and prints what that took as JSON.

    python regression_peer.py make ROWS TRAIN.parquet TEST.parquet
    python regression_peer.py fit TRAIN.parquet TEST.parquet OPTIONS.json
"""
import json
import resource
import sys
import time

import numpy as np
import pandas as pd
import sklearn
from sklearn.datasets import make_regression
from sklearn.ensemble import RandomForestRegressor


def make(rows, train_file, test_file):
    X, y = make_regression(int(rows), n_features=10, n_informative=6, noise=10.0, random_state=0)
    frame = pd.DataFrame(X, columns=[f"x{i}" for i in range(10)]).assign(target=y)
    test = int(rows) // 5
    frame[test:].to_parquet(train_file, row_group_size=20_000)
    frame[:test].to_parquet(test_file, row_group_size=20_000)


def fit(train_file, test_file, options):
    options = json.loads(options)
    train, test = pd.read_parquet(train_file), pd.read_parquet(test_file)
    X, y = train.drop(columns="target"), train["target"]
    model = RandomForestRegressor(
        options["trees"], max_features=options["maxFeatures"], random_state=options["seed"], n_jobs=-1
    )
    began, cpu = time.perf_counter(), time.process_time()
    model.fit(X, y)
    fitted, used = time.perf_counter() - began, time.process_time() - cpu
    began = time.perf_counter()
    predicted = model.predict(test.drop(columns="target"))
    print(
        json.dumps(
            {
                "fit": fitted,
                "cpu": used,
                "predict": time.perf_counter() - began,
                "r2": float(sklearn.metrics.r2_score(test["target"], predicted)),
                "leaves": int(np.sum([tree.get_n_leaves() for tree in model.estimators_])),
                "peakMB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
                "version": sklearn.__version__,
            }
        )
    )


{"make": make, "fit": fit}[sys.argv[1]](*sys.argv[2:])
