"""A template's arguments, read when a renderer asks for them."""

from __future__ import annotations

from collections.abc import Iterator


class Arguments:
    """Arguments of one template call, positional and named, as MediaWiki reads them.

    A part with `=` is named (name and value stripped, the last of equal names wins); one without is
    positional (white space kept, as MediaWiki keeps it) and has the next number as its name; so has one whose
    `=` is that of an HTML attribute, which MediaWiki loses. `name` is the template's name as written.
    """

    __slots__ = ("_named", "_parts", "_positional", "name")

    def __init__(self, name: str, parts: list[list[str]]) -> None:
        self.name = name
        self._parts = parts
        self._named: dict[str, str] | None = None
        self._positional: list[str] = []

    def _read(self) -> dict[str, str]:
        named: dict[str, str] = {}
        for pieces in self._parts[1:]:
            text = pieces[0] if len(pieces) == 1 else "".join(pieces)
            key, equals, value = text.partition("=")
            if equals and "<" not in key:
                named[key.strip()] = value.strip()
            else:
                self._positional.append(text)
                named[str(len(self._positional))] = text
        self._named = named
        return named

    @property
    def named(self) -> dict[str, str]:
        """Every argument by name, in order; positional ones under their number."""
        return self._read() if self._named is None else self._named

    def part(self, number: int) -> str:
        """What stands between the pipes, whether or not there is a `=` in it: parser functions read so."""
        return "".join(self._parts[number]).strip() if number < len(self._parts) else ""

    @property
    def spans_lines(self) -> bool:
        """Whether the call is written over several lines, as boxes are."""
        return any("\n" in piece for part in self._parts[1:] for piece in part)

    def get(self, *names: str | int, default: str = "") -> str:
        """The first of these arguments that is present and not blank, stripped."""
        named = self.named
        for name in names:
            value = named.get(str(name), "").strip()
            if value:
                return value
        return default

    def is_positional(self, name: str) -> bool:
        """Whether the argument of this number was written without a name."""
        return int(name) <= len(self._positional) if len(name) < 7 else False

    def positional(self) -> list[str]:
        """The numbered arguments 1, 2, 3 … up to the first that is missing, stripped."""
        named = self.named
        values: list[str] = []
        while (value := named.get(str(len(values) + 1))) is not None:
            values.append(value.strip())
        return values

    def numbered(self, prefix: str) -> Iterator[str]:
        """The values of `prefix`1, `prefix`2 … up to the first that is missing."""
        number = 1
        while value := self.get(f"{prefix}{number}"):
            yield value
            number += 1

    def flag(self, name: str) -> bool:
        """Whether an argument is set to something that templates take for yes."""
        return self.get(name).lower() in ("yes", "y", "on", "true", "1")
