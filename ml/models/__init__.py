"""The models that are trained, compared and served. Serving needs NumPy, and for trees xgboost."""
