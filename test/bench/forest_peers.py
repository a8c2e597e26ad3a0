"""One run of one peer for forest.mjs and predict.mjs: fits, predicts, and prints what that took as JSON.

    python forest_peers.py PEER TRAIN.parquet TEST.parquet OPTIONS.json

Options: trees, leaf (the fewest rows of a leaf), seed, fits (how often to fit in this process) and predicts. Files are read
before the clock starts; encoding text, which scikit-learn needs, is part of the fit. Every peer uses all cores.
"""
import json
import os
import pickle
import re
import resource
import sys
import tempfile
import time
from importlib.metadata import version

import numpy as np
import pandas as pd

peer, train_file, test_file, options = *sys.argv[1:4], json.loads(sys.argv[4])
trees, leaf, seed = options["trees"], options["leaf"], options["seed"]
cores = len(os.sched_getaffinity(0))


def with_codes(frame):
    """Text as ordinal codes."""
    text = [name for name in frame if not pd.api.types.is_numeric_dtype(frame[name])]
    return frame.assign(**{name: frame[name].astype("category").cat.codes for name in text}) if text else frame


def with_categories(frame):
    text = [name for name in frame if not pd.api.types.is_numeric_dtype(frame[name])]
    return frame.assign(**{name: frame[name].astype("category") for name in text}) if text else frame


class ScikitLearn:
    package = "scikit-learn"

    def __init__(self):
        from sklearn.ensemble import RandomForestClassifier

        self.make = RandomForestClassifier

    def fit(self, X, y):
        model = self.make(trees, min_samples_leaf=leaf, n_jobs=-1, random_state=seed)
        self.model = model.fit(with_codes(X), y)

    def predict(self, X):
        return self.model.predict(with_codes(X))

    def size(self):
        return sum(tree.tree_.node_count for tree in self.model.estimators_), len(pickle.dumps(self.model))


class Intelex(ScikitLearn):
    package = "scikit-learn-intelex"

    def __init__(self):
        from sklearnex.ensemble import RandomForestClassifier

        self.make = RandomForestClassifier

    def size(self):
        # Its own trees are copied into scikit-learn's when they are asked for.
        return super().size()[0], len(pickle.dumps(self.model._onedal_estimator))


class Labelled:
    """For those that want classes as numbers from 0."""

    def fit(self, X, y):
        self.classes, codes = np.unique(y, return_inverse=True)
        self.grow(X, codes, int(np.sqrt(X.shape[1])) / X.shape[1])


class LightGBM(Labelled):
    package = "lightgbm"

    def __init__(self):
        import lightgbm

        self.library = lightgbm

    def grow(self, X, y, share):
        binary = len(self.classes) == 2
        options = {
            "boosting": "rf",
            "objective": "binary" if binary else "multiclass",
            "num_leaves": max(2, min(131_072, len(X))),
            "histogram_pool_size": 512,
            "min_data_in_leaf": leaf,
            "min_sum_hessian_in_leaf": 0,
            "bagging_fraction": 0.632,
            "bagging_freq": 1,
            "feature_fraction_bynode": share,
            "num_threads": cores,
            "seed": seed,
            "verbosity": -1,
        }
        if not binary:
            options["num_class"] = len(self.classes)
        data = self.library.Dataset(with_categories(X), y)
        self.model = self.library.train(options, data, trees)

    def predict(self, X):
        found = self.model.predict(with_categories(X), num_threads=cores)
        return self.classes[(found > 0.5).astype(int) if found.ndim == 1 else found.argmax(axis=1)]

    def size(self):
        text = self.model.model_to_string()
        leaves = sum(int(line[11:]) for line in text.split("\n") if line.startswith("num_leaves="))
        return 2 * leaves - self.model.num_trees(), len(text)


class XGBoost(Labelled):
    package = "xgboost"

    def __init__(self):
        import xgboost

        self.library = xgboost

    def grow(self, X, y, share):
        # The weight of a row at the start: p * (1 - p), twice that with more than two classes.
        count = len(self.classes)
        weight = 0.25 if count == 2 else 2 * (1 / count) * (1 - 1 / count)
        self.model = self.library.XGBRFClassifier(
            n_estimators=trees,
            tree_method="hist",
            max_depth=0,
            min_child_weight=leaf * weight if leaf > 1 else 1e-3,
            subsample=0.632,
            colsample_bynode=share,
            reg_lambda=0,
            enable_categorical=True,
            n_jobs=cores,
            random_state=seed,
        ).fit(with_categories(X), y)

    def predict(self, X):
        return self.classes[self.model.predict(with_categories(X))]

    def size(self):
        booster = self.model.get_booster()
        counts = re.findall(rb'"num_nodes":"(\d+)"', bytes(booster.save_raw("json")))
        return sum(map(int, counts)), len(booster.save_raw("ubj"))


class YDF:
    package = "ydf"

    def __init__(self):
        import ydf

        ydf.verbose(0)
        self.library = ydf

    def fit(self, X, y):
        learner = self.library.RandomForestLearner(
            label="target",
            task=self.library.Task.CLASSIFICATION,
            num_trees=trees,
            max_depth=-1,
            min_examples=leaf,
            winner_take_all=False,
            compute_oob_performances=False,
            discretize_numerical_columns=True,
            num_threads=cores,
            random_seed=seed,
        )
        self.model = learner.train(X.assign(target=y.astype(str)))
        self.classes = np.array(self.model.label_classes())

    def predict(self, X):
        found = self.model.predict(X, num_threads=cores)
        return self.classes[(found > 0.5).astype(int) if found.ndim == 1 else found.argmax(axis=1)]

    def size(self):
        with tempfile.TemporaryDirectory() as folder:
            self.model.save(folder + "/model")
            files = [os.path.join(path, name) for path, _, names in os.walk(folder) for name in names]
            return self.model.num_nodes(), sum(map(os.path.getsize, files))


peers = {
    "scikit-learn": ScikitLearn,
    "scikit-learn-intelex": Intelex,
    "LightGBM rf": LightGBM,
    "XGBoost RF": XGBoost,
    "YDF": YDF,
}


def measure():
    model = peers[peer]()
    X_train, X_test = pd.read_parquet(train_file), pd.read_parquet(test_file)
    y_train, y_test = (frame.pop(frame.columns[-1]) for frame in (X_train, X_test))
    fits, predicts = [], []
    before = time.process_time()
    for _ in range(options["fits"]):
        began = time.perf_counter()
        model.fit(X_train, y_train)
        fits.append(time.perf_counter() - began)
    cpu = (time.process_time() - before) / options["fits"]
    fit_peak = peak_megabytes()
    for _ in range(options["predicts"]):
        began = time.perf_counter()
        found = model.predict(X_test)
        predicts.append(time.perf_counter() - began)
    peak = peak_megabytes()
    nodes, size = model.size()
    return {
        "version": version(model.package),
        "fits": fits,
        "cpuSeconds": cpu,
        "predicts": predicts,
        "accuracy": float((np.asarray(found).astype(str) == np.asarray(y_test).astype(str)).mean()),
        "nodes": int(nodes),
        "bytes": int(size),
        "fitPeakMB": fit_peak,
        "peakMB": peak,
    }


def peak_megabytes():
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


if __name__ == "__main__":
    print(json.dumps(measure()))
