"""Items of multiple-choice sets → preference pairs and conversations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from curation.choices.config import ChoicesConfig
from curation.choices.forms import Asked, ask, ask_list
from curation.choices.readers import same_text
from curation.pairs.split import split_of
from curation.seeded import Choices
from schemas.choices import ChoiceItem
from schemas.outcome import Dropped
from schemas.preferences import ChatMessage, Conversation, PreferencePair

_LISTED = (3, 2)


@dataclass(frozen=True)
class ItemsToPairs:
    """Function of a map stage: items → pairs, each of an item's with another wrong choice and a form of its
    own. Items that give none are dropped: `one-choice`, and `no-majority` where no answer of a survey was
    given so much less often.
    """

    config: ChoicesConfig
    seed: int

    def __call__(self, items: Iterable[ChoiceItem]) -> Iterator[PreferencePair | Dropped]:
        """See the class."""
        for item in items:
            found = list(self._pairs(item))
            yield from found
            if not found:
                yield Dropped("no-majority" if item.counts else "one-choice", item)

    def _pairs(self, item: ChoiceItem) -> Iterator[PreferencePair]:
        right = Choices(self.seed, f"right\t{item.id}").one(item.right)
        wrong = sorted(_wrong(item, right, self.config), key=lambda place: self._order(item, place))
        limit = self.config.rejected
        lists = _lists(item, self.config)
        if lists is not None and len(wrong) >= limit > 1:
            limit -= 1  # a list takes the place of one
        for number, place in enumerate(wrong[:limit]):
            asked = ask(item, (right, place), Choices(self.seed, f"pair\t{item.id}\t{number}"), self.config)
            yield self._pair(item, number, asked, ((right,), (place,)))
        if lists is not None:
            asked = ask_list(item, *lists, Choices(self.seed, f"list\t{item.id}"))
            yield self._pair(item, min(limit, len(wrong)), asked, lists)

    def _order(self, item: ChoiceItem, place: int) -> int:
        return Choices(self.seed, f"wrong\t{item.id}\t{place}").below(1 << 62)

    def _pair(
        self, item: ChoiceItem, number: int, asked: Asked, sides: tuple[Sequence[int], Sequence[int]]
    ) -> PreferencePair:
        """The pair of these choices: one on each side, or a list on each."""
        scores = [_share(item, places) for places in sides]
        chosen, rejected = asked.answers.values()
        return PreferencePair(
            id=f"{item.id}/{number}",
            prompt=[ChatMessage(role="user", content=asked.prompt)],
            chosen=[ChatMessage(role="assistant", content=chosen)],
            rejected=[ChatMessage(role="assistant", content=rejected)],
            kind="multiple-choice",
            source=item.set,
            chosen_score=scores[0],
            rejected_score=scores[1],
            margin=scores[0] - scores[1],
            confidence=1.0,
            split=split_of(item.group, self.config.split),
            group=item.group,
            question=item.id,
            form=asked.form,
            licence=item.licence,
        )


@dataclass(frozen=True)
class ItemsToConversations:
    """Function of a map stage: items → a question and its right answer each, to tune on."""

    config: ChoicesConfig
    seed: int

    def __call__(self, items: Iterable[ChoiceItem]) -> Iterator[Conversation]:
        """See the class."""
        for item in items:
            choices = Choices(self.seed, f"sft\t{item.id}")
            right = choices.one(item.right)
            asked = ask(item, (right,), choices, self.config)
            yield Conversation(
                id=f"{item.id}/sft",
                messages=[
                    ChatMessage(role="user", content=asked.prompt),
                    ChatMessage(role="assistant", content=asked.answers[right]),
                ],
                source=item.set,
                split=split_of(item.group, self.config.split),
                group=item.group,
                form=asked.form,
                licence=item.licence,
            )


def _wrong(item: ChoiceItem, right: int, config: ChoicesConfig) -> list[int]:
    """The places of choices that are worse than the right one, and say something else."""
    found = []
    for place, choice in enumerate(item.choices):
        if place in item.right or same_text(choice) == same_text(item.choices[right]):
            continue
        if not item.counts or item.counts[right] >= config.min_ratio * max(1, item.counts[place]):
            found.append(place)
    return found


def _lists(item: ChoiceItem, config: ChoicesConfig) -> tuple[list[int], list[int]] | None:
    """The most frequent answers of a survey in their order, and as many of the rarest the other way round;
    None where these are not so much rarer.
    """
    for size in _LISTED if item.counts else ():
        best, worse = list(range(size)), list(range(len(item.counts) - 1, len(item.counts) - 1 - size, -1))
        if len(item.counts) < 2 * size:
            continue
        totals = [sum(item.counts[place] for place in places) for places in (best, worse)]
        if totals[0] >= config.min_ratio * max(1, totals[1]):
            return best, worse
    return None


def _share(item: ChoiceItem, places: Sequence[int]) -> float:
    """1 or 0; in a survey the share of people."""
    if not item.counts:
        return 1.0 if places[0] in item.right else 0.0
    return sum(item.counts[place] for place in places) / max(1, sum(item.counts))
