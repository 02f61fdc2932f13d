"""Whether a page supports a claim: passages, features, the small model that weighs them, and verdicts."""
