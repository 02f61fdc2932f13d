"""The attributes of many rows at once, by operations on all of their bytes.

One program writes the dumps, so rows look alike: `<row Id="1" … />` and a line end, values between double
quotation marks, a handful of character references. A parser of XML goes from byte to byte all the same.
Here numpy finds the bytes that matter, checks them, and replaces them all together; rows and values then
are what stands between two characters. Rows that are not exactly of that form are left to a parser.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import numpy.typing as npt

# Control characters stand for what is between values. Values that hold any are left to the parser, which
# turns line ends into spaces and refuses the others.
_MARK, _ROW, _NOTHING = b"\x01\x02\x03"
_ROW_MARK = bytes((_ROW,))
_ROW_BEGINS, _BETWEEN = "row ", "\x01"
# Those of the dumps, and what else XML has (https://www.w3.org/TR/xml/#sec-predefined-ent).
_REFERENCES = {
    b"&lt;": "<", b"&gt;": ">", b"&quot;": '"', b"&#xA;": "\n", b"&amp;": "&", b"&#xD;": "\r", b"&#x9;": "\t",
    b"&apos;": "'",
}  # fmt: skip
_WORD_BYTES = 8
# The columns of Posts, Comments and PostLinks (https://meta.stackexchange.com/questions/2677).
_COLUMNS = frozenset(
    """
    Id PostTypeId AcceptedAnswerId ParentId CreationDate DeletionDate Score ViewCount Body OwnerUserId
    OwnerDisplayName LastEditorUserId LastEditorDisplayName LastEditDate LastActivityDate Title Tags
    AnswerCount CommentCount FavoriteCount ClosedDate CommunityOwnedDate ContentLicense
    PostId Text UserDisplayName UserId RelatedPostId LinkTypeId
    """.split()
)
_NAME = re.compile("[A-Za-z][A-Za-z0-9]*")


def read_attributes(data: bytes) -> list[dict[str, str]] | None:
    """The attributes of rows in UTF-8 that follow each other, as a parser of XML gives them. None if any row
    is not written as those of the dumps, is broken, or is followed by something else than white space.
    """
    # Room for a word that begins with the last byte.
    content = np.zeros(len(data) + _WORD_BYTES, np.uint8)
    content[: len(data)] = np.frombuffer(data, np.uint8)
    # In a value a parser makes spaces of tabs, too.
    content[content == ord("\t")] = ord(" ")
    controls = int(np.count_nonzero(content[: len(data)] < ord(" ")))
    brackets = np.flatnonzero(content == ord("<"))
    if not (_mark_values(content) and _decode_references(content)):
        return None
    content[brackets] = _ROW
    before, *rows = content[: len(data)].tobytes().translate(None, bytes((_NOTHING,))).split(_ROW_MARK)
    if before:
        return None
    found, ends = [], []
    for row in rows:
        try:
            text = row.decode()
        except UnicodeDecodeError:
            return None
        # The two noncharacters are not allowed either: https://www.w3.org/TR/xml/#charsets
        if not text.startswith(_ROW_BEGINS) or not (
            text.isascii() or ("\ufffe" not in text and "\uffff" not in text)
        ):
            return None
        parts = text[len(_ROW_BEGINS) :].split(_BETWEEN)
        names = parts[:-1:2]
        attributes = dict(zip(names, parts[1::2], strict=True))
        if 2 * len(attributes) + 1 != len(parts):
            return None
        if not _COLUMNS.issuperset(names) and not all(map(_NAME.fullmatch, names)):
            return None
        found.append(attributes)
        ends.append(parts[-1])
    for end, count in Counter(ends).items():
        if end.strip(" \r\n") != "/>":
            return None
        controls -= count * sum(character < " " for character in end)
    # Behind rows are all the control characters that there are, so in values there are none.
    return None if controls else found


def _mark_values(content: npt.NDArray[np.uint8]) -> bool:
    """Leaves of `="` and `" `, around values, one mark each. False if a quotation mark is something else."""
    quotes = np.flatnonzero(content == ord('"'))
    before, after = quotes[::2] - 1, quotes[1::2] + 1
    if len(before) != len(after) or (content[before] != ord("=")).any() or (content[after] != ord(" ")).any():
        return False
    content[quotes] = _MARK
    content[before] = content[after] = _NOTHING
    return True


def _decode_references(content: npt.NDArray[np.uint8]) -> bool:
    """Leaves of each character reference the character. False if there is one that is not known."""
    places = np.flatnonzero(content == ord("&"))
    words = np.ndarray(len(content) - _WORD_BYTES + 1, "<u8", content.data, strides=(1,))[places]
    decoded = 0
    for reference, character in _REFERENCES.items():
        length = len(reference)
        mask = np.uint64((1 << 8 * length) - 1)
        found = places[words & mask == np.uint64(int.from_bytes(reference, "little"))]
        content[found] = ord(character)
        for offset in range(1, length):
            content[found + offset] = _NOTHING
        decoded += len(found)
    return decoded == len(places)
