"""Which weights a folder holds."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from training.checkpoint.folder import CONFIG
from training.checkpoint.hugging_face import read_config
from training.data.rows import digest_of

_THREADS = 8


def fingerprint(folder: Path) -> str:
    """A digest of the folder's weights and shape; every byte is read. Raises CheckpointError."""
    shape = read_config(folder).to_hf()
    files = sorted(folder.glob("*.safetensors"))
    with ThreadPoolExecutor(_THREADS) as threads:
        sums = dict(zip((file.name for file in files), threads.map(digest_of, files), strict=True))
    made_of = json.dumps([CONFIG, shape, sums], sort_keys=True)
    return hashlib.sha256(made_of.encode()).hexdigest()
