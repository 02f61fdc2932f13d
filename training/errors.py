"""What goes wrong, in words for people: each message says what, where, and what to do."""

from __future__ import annotations


class SettingsError(ValueError):
    """Settings that do not go together, or with what they are used on."""


class DataError(ValueError):
    """Data that a model cannot be trained on."""


class CheckpointError(ValueError):
    """A checkpoint that cannot be used: the message names the file or tensor, and what was expected."""


class MemoryShortError(RuntimeError):
    """Memory is short: the message names the setting to lower."""
