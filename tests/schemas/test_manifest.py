import json

import pytest

from schemas.manifest import Manifest, Receipt, ShardFile, Timing, from_json, to_json


def receipt(**changes) -> Receipt:
    values = {
        "shard": "part-00017",
        "input": "dump.xml from 0 to the end",
        "stage_digest": "a" * 64,
        "input_digest": "b" * 64,
        "rows_in": 3,
        "rows_out": 1,
        "dropped": {"redirect": 1},
        "rejected": {"error": 1},
        "files": [ShardFile(name="part-00017.parquet", rows=1, bytes=10, sha256="c" * 64)],
        "rejected_files": [],
        "dropped_files": [],
        "exclusions": False,
        "timing": Timing(seconds=0.5, cpu_seconds=0.25, peak_rss_bytes=1 << 20),
    }
    return Receipt(**(values | changes))


def test_a_receipt_survives_json():
    assert from_json(Receipt, to_json(receipt())) == receipt()


def test_keys_are_sorted_so_that_equal_receipts_are_equal_bytes():
    one = to_json(receipt(dropped={"redirect": 1, "namespace": 2}))
    other = to_json(receipt(dropped={"namespace": 2, "redirect": 1}))
    assert one == other
    keys = list(json.loads(one))
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"null",
        b'{"shard": "part-00017"}',
        to_json(receipt())[:-20],
        json.dumps(json.loads(to_json(receipt())) | {"surprise": 1}).encode(),
        json.dumps(json.loads(to_json(receipt())) | {"timing": 3}).encode(),
    ],
)
def test_what_is_no_receipt_is_a_value_error(text):
    with pytest.raises(ValueError):
        from_json(Receipt, text)


def test_a_receipt_is_no_manifest():
    with pytest.raises(ValueError, match="not a manifest"):
        from_json(Manifest, to_json(receipt()))
