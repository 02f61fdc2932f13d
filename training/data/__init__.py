"""What a step trains on. A batch is a function of (seed, step, world): to resume, the step is enough."""
