"""What is done to records: pure functions and generators, without Beam and without a run folder."""
