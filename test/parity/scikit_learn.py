"""Trains scikit-learn's forest on the very rows ours was trained on, and prints what it scores, as JSON.

    python scikit_learn.py DATA.csv TARGET TEST_ROWS.json OPTIONS.json

Text columns become ordinal codes, which scikit-learn needs; missing values stay missing.
"""
import json
import resource
import sys
import time

import numpy as np
import pandas as pd
import sklearn
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report

file, target, test_rows, options = sys.argv[1], sys.argv[2], json.loads(open(sys.argv[3]).read()), json.loads(sys.argv[4])
began = time.perf_counter()
frame = pd.read_csv(file)
y = frame.pop(target)
for name in frame.columns:
    if not pd.api.types.is_numeric_dtype(frame[name]):
        codes = frame[name].astype("category").cat.codes.astype("float64")
        frame[name] = codes.where(codes >= 0, np.nan)
test = np.zeros(len(frame), dtype=bool)
test[test_rows] = True
X_train, X_test, y_train, y_test = frame[~test], frame[test], y[~test], y[test]
model = RandomForestClassifier(n_jobs=-1, **options).fit(X_train, y_train)
train_accuracy, predicted = model.score(X_train, y_train), model.predict(X_test)
report = classification_report(y_test, predicted)
json.dump(
    {
        "scikit-learn": sklearn.__version__,
        "trainAccuracy": train_accuracy,
        "testAccuracy": float((predicted == y_test).mean()),
        "seconds": round(time.perf_counter() - began, 2),
        "peakMB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
        "report": report,
    },
    sys.stdout,
)
