"""Checkpoints made of checkpoints, tensor by tensor."""
