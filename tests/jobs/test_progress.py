"""What a run tells while it works."""

from jobs.progress import show_progress
from jobs.text import byte_size, duration
from pipelines.engine import Progress


def progress(state="running", done=1, total=4, **changes):
    values = {
        "stage": "documents", "position": 1, "stages": 3, "state": state, "done": done, "total": total,
        "bytes_done": 10, "bytes_total": 40, "rows_in": 120, "rows_out": 100, "dropped": 20,
        "rejected": 0, "bytes_out": 2048,
    }  # fmt: skip
    return Progress(**(values | changes))


def test_plain_lines_where_there_is_no_terminal(capsys):
    with show_progress() as update:
        update(progress(done=0))
        update(progress("done", 4))
        update(progress("current", 4, stage="tokens", position=2))
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "[1/3] documents: 100 rows, 20 dropped in 2.0 kB",
        "[2/3] tokens: done before, 100 rows, 20 dropped",
    ]


def test_quiet_says_nothing():
    with show_progress(quiet=True) as update:
        assert update is None


def test_bars_on_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with show_progress() as update:
        update(progress(done=0))
        update(progress("done", 4))
    shown = capsys.readouterr().err
    assert "documents" in shown
    assert "4/4" in shown
    assert "100 rows" in shown


def test_numbers_for_people():
    assert [byte_size(n) for n in (0, 999, 1500, 128_000_000, 3e12)] == [
        "0 B",
        "999 B",
        "1.5 kB",
        "128 MB",
        "3.0 TB",
    ]
    assert [duration(s) for s in (0.4, 75, 7500)] == ["0 s", "1 min 15 s", "2 h 05 min"]
