"""What was checked, and what was found wrong."""

from __future__ import annotations

from collections import Counter

from jobs.inspect.output import Paint, print_json, visible


class Report:
    """Prints faults and notes as they are found: each with where it is (`at`), which check found it, and what
    is wrong.
    """

    def __init__(self, paint: Paint, *, as_json: bool = False) -> None:
        self._paint = paint
        self._json = as_json
        self._checked: Counter[str] = Counter()
        self.notes = 0
        self.faults = 0

    def checked(self, what: str, count: int = 1) -> None:
        """Counts what was checked: `files`, `rows`, …"""
        self._checked[what] += count

    def fault(self, at: str, check: str, message: str) -> None:
        """Something is wrong."""
        self.faults += 1
        self._tell("fault", at, check, message)

    def note(self, at: str, check: str, message: str) -> None:
        """Something is worth a look."""
        self.notes += 1
        self._tell("note", at, check, message)

    def end(self) -> None:
        """The last word."""
        if self._json:
            print_json({"checked": dict(self._checked), "faults": self.faults, "notes": self.notes})
            return
        told = ", ".join(f"{count:,} {what}" for what, count in self._checked.items()) or "nothing"
        if self.faults:
            print(f"{self._paint(f'{self.faults:,} fault(s)', 'red')}; checked: {told}")
        else:
            print(f"{self._paint('no fault', 'green')}; checked: {told}")

    def _tell(self, level: str, at: str, check: str, message: str) -> None:
        if self._json:
            print_json({"level": level, "at": at, "check": check, "message": message})
            return
        style = "red" if level == "fault" else "yellow"
        print(f"{self._paint(level.ljust(5), style)}  {at} ({check}): {visible(message)}")
