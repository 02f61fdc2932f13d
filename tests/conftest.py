"""What every test shares: the repository root on the path, and the folder of real files where it is given."""

import os
import signal
import sys
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

# What a shell runs in the background is born deaf to Ctrl-C, and so are its children: those that tests start
# and interrupt must hear it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No test asserts a time, and a busy machine is no fault of the code.
hypothesis.settings.register_profile("roae", deadline=None)
hypothesis.settings.load_profile("roae")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real input files that ROAE_REAL_DATA names; the test skips where it is not set."""
    folder = os.environ.get("ROAE_REAL_DATA")
    if not folder:
        pytest.skip("ROAE_REAL_DATA is not set: no real input files here")
    path = Path(folder).resolve()
    if not path.is_dir():
        pytest.fail(f"ROAE_REAL_DATA names {path}, which is not a folder")
    return path
