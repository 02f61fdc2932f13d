"""bzip2 files entered at any block: against the standard library, and with what must not mislead."""

from __future__ import annotations

import bz2
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.decompression import bzip2
from curation.decompression.pieces import Damage, Piece

MAGIC = bytes.fromhex("314159265359")


def decode(stored: bytes, start: int = 0):
    stretches = list(bzip2.decode(io.BytesIO(stored), len(stored), start))
    content = b"".join(s.data for s in stretches if isinstance(s, Piece))
    return content, [s for s in stretches if isinstance(s, Damage)]


def text(length: int, seed: int = 0) -> bytes:
    chance = random.Random(seed)
    words = [bytes(chance.choices(range(97, 123), k=chance.randint(1, 9))) for _ in range(2000)]
    found = b" ".join(chance.choices(words, k=length // 5))
    return found[:length]


@settings(max_examples=40, deadline=None)
@given(
    lengths=st.lists(st.integers(0, 250_000), min_size=1, max_size=4),
    levels=st.lists(st.integers(1, 9), min_size=4, max_size=4),
    step=st.integers(1, 60_000),
)
def test_ranges_of_any_layout_give_the_whole(lengths, levels, step):
    parts = [text(length, seed) for seed, length in enumerate(lengths)]
    stored = b"".join(bz2.compress(part, level) for part, level in zip(parts, levels, strict=False))
    assert decode(stored) == (b"".join(parts), [])
    cuts = bzip2.boundaries(io.BytesIO(stored), len(stored), step)
    assert cuts == sorted(set(cuts))
    pieces = []
    for start, end in zip([0, *cuts], [*cuts, len(stored)], strict=True):
        for stretch in bzip2.decode(io.BytesIO(stored), len(stored), start):
            if stretch.offset >= end:
                break
            pieces.append(stretch)
    assert pieces == list(bzip2.decode(io.BytesIO(stored), len(stored)))


def test_a_file_of_many_blocks_is_cut_about_every_step():
    stored = bz2.compress(text(2_000_000), 1)
    cuts = bzip2.boundaries(io.BytesIO(stored), len(stored), 100_000)
    assert len(cuts) == len(stored) // 100_000
    assert all(n * 100_000 <= cut < n * 100_000 + 60_000 for n, cut in enumerate(cuts, 1))


@pytest.mark.parametrize("shift", range(8))
def test_a_block_magic_by_chance_inside_a_block_misleads_nobody(shift):
    block, content = block_with_magic_inside(shift)
    before, after = text(50_000, 1), text(50_000, 2)
    stored = bz2.compress(before) + block + bz2.compress(after)
    assert bz2.decompress(block) == content
    magics = [at for at in range(8 * len(block) - 47) if bits(block, at, 48) == int.from_bytes(MAGIC, "big")]
    assert len(magics) == 2
    assert decode(stored) == (before + content + after, [])
    chance = (8 * len(bz2.compress(before)) + magics[1]) // 8
    # To enter the file at the chance magic is to enter it at the next block.
    assert bzip2.boundaries(io.BytesIO(stored), len(stored), chance) == [
        len(bz2.compress(before)) + len(block) + 4
    ]


def test_every_flipped_bit_is_found():
    content = text(3_000)
    stored = bz2.compress(content)
    for bit in range(32, 8 * len(stored) - 40, 97):
        damaged = bytearray(stored)
        damaged[bit // 8] ^= 0x80 >> bit % 8
        found, damage = decode(bytes(damaged))
        assert found in (b"", content)
        # Where the block's own magic is hit there is no block: such a file is refused when it is planned.
        assert found == content or damage or bit < 80


def bits(data: bytes, begin: int, count: int) -> int:
    return (int.from_bytes(data, "big") >> (8 * len(data) - begin - count)) & ((1 << count) - 1)


def block_with_magic_inside(shift: int) -> tuple[bytes, bytes]:
    """A bzip2 stream whose one block has the magic among its coded symbols, `shift` bits off a byte; and
    its content.

    254 byte values are used and every symbol has a code of 8 bits, so that what is coded can be any bytes but
    255, which ends the block. The content is what a decoder makes of that: the values by move-to-front
    are the last column of the sorted rotations, and the content follows from it.
    """
    symbols = [50 + n * 7 % 200 for n in range(60)] + list(MAGIC) + [50 + n * 11 % 200 for n in range(60)]
    front = list(range(254))
    column = []
    for symbol in symbols:
        front.insert(0, front.pop(symbol - 1))
        column.append(front[0])
    order = sorted(range(len(column)), key=lambda n: (column[n], n))
    content = bytearray()
    position = order[0]
    for _ in column:
        content.append(column[position])
        position = order[position]
    assert all(len(set(content[n : n + 4])) > 1 for n in range(len(content) - 3))  # no run-length code
    selectors = len(symbols) // 50 + 1
    fields = [
        (int.from_bytes(MAGIC, "big"), 48),
        (checksum(content), 32),
        (0, 1),  # not randomised
        (0, 24),  # the first rotation
        *[(0xFFFF, 16)] * 16,
        (0xFFFC, 16),  # the values up to 253
        (2, 3),  # tables
        *[(8, 5), *[(0, 1)] * 256] * 2,  # all codes have 8 bits
    ]
    # One bit for each selector of a table: there may be more than are used.
    selectors += (shift - sum(count for _, count in fields) - 15 - selectors) % 8
    tables = fields.index((2, 3)) + 1
    fields[tables:tables] = [(selectors, 15), *[(0, 1)] * selectors]
    fields += [(symbol, 8) for symbol in symbols] + [(255, 8)]
    fields += [(0x177245385090, 48), (checksum(content), 32)]
    value, length = 0, 0
    for field, count in fields:
        value, length = (value << count) | field, length + count
    padding = -length % 8
    return b"BZh9" + (value << padding).to_bytes((length + padding) // 8, "big"), bytes(content)


def checksum(data: bytes) -> int:
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = ((value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
    return value ^ 0xFFFFFFFF
