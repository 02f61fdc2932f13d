import json
from pathlib import Path

import pytest

from curation.checking.calibration import Calibration
from curation.checking.config import OfflineConfig
from curation.checking.offline import OfflineChecker
from jobs.cli import main

TOWNS = ["Odense", "Bern", "Rome", "Lima", "Porto", "Turin", "Ghent", "Malmo", "Graz", "Cork", "Brno", "Vigo"]


def rows(folder: Path, towns: list[str] = TOWNS) -> Path:
    """Two claims about each town, of which its page says one."""
    path = folder / "rows.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number, town in enumerate(towns):
            page = f"{town} is a town on a river. Its bridge was built in {1800 + number} by local masons."
            for claim, label in (
                (f"The bridge of {town} was built by local masons.", "supported"),
                (f"{town} has a famous university hospital.", False),
            ):
                file.write(
                    json.dumps({"claim": claim, "evidence": page, "label": label, "group": town}) + "\n"
                )
        file.write("\n")
        file.write(json.dumps({"claim": "", "evidence": "Text.", "label": True}) + "\n")
    return path


def test_a_calibration_is_written_told_and_taken_by_the_checker(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "calibration.json"
    assert main(["calibrate", str(rows(tmp_path)), "--output", str(output)]) == 0
    found = Calibration.model_validate_json(output.read_text())
    assert (found.checker, found.rows, found.supported) == ("offline", 24, 12)
    assert found.auc.value == 1.0
    told = capsys.readouterr().out
    assert "AUC" in told and "95 % interval" in told and "1 could not be judged" in told
    OfflineChecker(OfflineConfig(calibration=str(output)))
    first = output.read_bytes()
    assert main(["calibrate", str(tmp_path / "rows.jsonl"), "--output", str(output)]) == 0
    assert output.read_bytes() == first


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "line 1: not a JSON object"),
        ('{"evidence": "x", "label": true}', "line 1: `claim` must be text"),
        ('{"claim": "x", "evidence": 3, "label": true}', "line 1: `evidence` must be text, and is 3"),
        ('{"claim": "x", "evidence": "y", "label": "perhaps"}', "line 1: `label` must be"),
        ('{"claim": "A town.", "evidence": "A town.", "label": true}', "at least 10 of each are needed"),
        ("", "at least 10 of each are needed"),
    ],
)
def test_rows_that_cannot_be_used_are_an_error_of_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, message: str
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(line)
    assert main(["calibrate", str(path), "--output", str(tmp_path / "out.json")]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out.json").exists()


def test_files_and_folders_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", str(tmp_path / "none.jsonl")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    binary = tmp_path / "binary.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    assert main(["calibrate", str(binary)]) == 2
    assert "not UTF-8" in capsys.readouterr().err
    assert main(["calibrate", str(rows(tmp_path)), "--output", str(tmp_path / "no" / "out.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert main(["calibrate", str(rows(tmp_path)), "--entailment", str(tmp_path / "no")]) == 2
    assert "config.json" in capsys.readouterr().err
