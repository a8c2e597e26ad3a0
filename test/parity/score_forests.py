"""Prints what scikit-learn's forests score on given splits of a data set, as JSON: means over the splits.

    python score_forests.py DATA.json

Text columns become ordinal codes, which scikit-learn needs; missing values stay missing.
"""
import json
import re
import sys
import warnings

import numpy as np
import pandas as pd
import sklearn
from sklearn.ensemble import RandomForestClassifier

FORESTS = 3
data = json.loads(open(sys.argv[1]).read())
frame, y = pd.DataFrame(data["columns"]), np.array(data["y"])
for name in frame.columns:
    if not pd.api.types.is_numeric_dtype(frame[name]):
        codes = frame[name].astype("category").cat.codes.astype("float64")
        frame[name] = codes.where(codes >= 0, np.nan)
X = frame.to_numpy(dtype=np.float64)
options = {re.sub("[A-Z]", lambda found: "_" + found[0].lower(), name): value for name, value in data["options"].items()}
warnings.simplefilter("ignore")
accuracies, out_of_bag, importances = [], [], []
for split, test_rows in enumerate(data["splits"]):
    test = np.zeros(len(y), dtype=bool)
    test[test_rows] = True
    for seed in range(FORESTS):
        model = RandomForestClassifier(n_jobs=-1, oob_score=True, random_state=100 * split + seed, **options)
        model.fit(X[~test], y[~test])
        accuracies.append(model.score(X[test], y[test]))
        out_of_bag.append(model.oob_score_)
        importances.append(model.feature_importances_)
json.dump(
    {
        "scikit-learn": sklearn.__version__,
        "rows": len(y),
        "classes": len(set(data["y"])),
        "testAccuracy": float(np.mean(accuracies).round(5)),
        "oobScore": float(np.mean(out_of_bag).round(5)),
        "importances": dict(zip(frame.columns, np.mean(importances, axis=0).round(5).tolist())),
    },
    sys.stdout,
)
