"""`roae export`: what a run made, in the formats that other people's tools read."""
