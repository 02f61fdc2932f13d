"""A run from its settings to the trained model's folder: what `roae train` calls."""
