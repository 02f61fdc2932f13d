"""How the work is spread out: the engine, and one module per pipeline that lists its stages."""
