"""Many processes, composed from outside the model: it has no branch for them.

`mesh` says how processes are arranged, `sharded` spreads parameters over them (FSDP2, and experts over the
expert dimension), `dispatch` brings tokens to experts that live elsewhere, `recompute` trades activations for
time, and `memory` says what each process will need.
"""
