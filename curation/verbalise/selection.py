"""Which of a subject's tuples are written down: without contradictions and repeats, and not too many."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from curation.seeded import fraction
from curation.tuples.contradictions import contradictory
from curation.tuples.relations import RELATIONS
from curation.verbalise.config import VerbaliseConfig
from curation.verbalise.phrases import tidy
from curation.verbalise.restoration import LEMMATISED
from curation.verbalise.slips import TYPED
from curation.verbalise.subjects import fold
from curation.verbalise.words.function_words import TAGS
from schemas.knowledge import KnowledgeTuple

# Relations under which two sources file the same statement. What somebody does (`CapableOf eat fish`, and the
# predicate `eat` with `fish`) is one family too.
_FAMILIES: dict[str, str] = {
    relation: family
    for family, relations in {
        "is": "IsA InstanceOf DefinedAs HasProperty InheritsFrom xAttr",
        "has": "HasA MadeOf MadeUpOf",
        "does": "CapableOf",
        "at": "AtLocation LocatedNear",
        "for": "UsedFor ObjectUse",
        "during": "HasSubevent HasFirstSubevent HasLastSubevent",
        "before": "HasPrerequisite xNeed isAfter",
        "why": "MotivatedByGoal xIntent xReason",
        "leads to": "Causes xEffect isBefore",
        "feels": "xReact",
        "prevented": "ObstructedBy HinderedBy",
    }.items()
    for relation in relations.split()
}
# Free predicates that mean a family: `be in` a place, `be` something.
_PREDICATE_FAMILIES = {
    "be": "is",
    "be in": "at",
    "be on": "at",
    "be at": "at",
    "live in": "at",
    "contain": "has",
    "include": "has",
}
_ROUGH = LEMMATISED | TYPED
# Words that do not tell statements apart.
_STOP = frozenset(
    word
    for word, tag in TAGS.items()
    if tag in ("DT", "PRP", "PRP$", "TO", "CC", "PDT") and word not in ("no", "not")
) | {"person", "personx", "very", "really", "be", "get", "feel", "become", "PersonX"}


@dataclass
class Selection:
    """The tuples that were chosen, in the order of the input. `agreeing` counts, by tuple id, the sources
    that say it; `left_out` counts the others by reason.
    """

    chosen: list[KnowledgeTuple] = field(default_factory=list)
    agreeing: dict[str, int] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    contradicting: list[KnowledgeTuple] = field(default_factory=list)


def select(key: str, tuples: Sequence[KnowledgeTuple], config: VerbaliseConfig, seed: int) -> Selection:
    """Leaves out `contradictory` pairs, `repeated` and `paraphrase` tuples, and what is `over-the-limit`:
    then a tuple's chance grows with its weight, as a rank among those of its source, and with each tuple
    that says the same (weighted sampling without replacement, Efraimidis and Spirakis 2006).

    Takes time proportional to the tuples, but for sorting each source's weights.
    """
    selection = Selection()
    if len(tuples) == 1:  # most subjects
        return Selection([tuples[0]], {tuples[0].id: 1})
    against = contradictory(tuples)
    rows = []
    for index, row in enumerate(tuples):
        if index in against:
            selection.contradicting.append(row)
        else:
            rows.append(row)
    selection.left_out["contradictory"] = len(selection.contradicting)
    kept = _merged(rows, config, selection)
    selection.chosen = _sampled(key, kept, config, seed, selection)
    selection.left_out += Counter()  # without zeros
    return selection


def _merged(
    rows: Sequence[KnowledgeTuple], config: VerbaliseConfig, selection: Selection
) -> list[tuple[float, KnowledgeTuple]]:
    """One tuple of each statement, with its comparable weight."""
    ranks = _ranks(rows)
    priority = {source: place for place, source in enumerate(config.sources)}
    last = len(priority)
    families = [family(row.relation) for row in rows]
    members = Counter(families)
    groups: dict[tuple[str, bool, str], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        # Alone in its family, a tuple repeats nothing, whatever it says.
        key = statement_key(row) if members[families[index]] > 1 else ""
        groups[families[index], row.negated, key].append(index)
    kept: list[tuple[float, KnowledgeTuple]] = []
    for indexes in groups.values():
        best = indexes[0]
        if len(indexes) > 1:
            best = min(
                indexes,
                key=lambda at: (
                    priority.get(rows[at].source, last),
                    -rows[at].weight,
                    len(rows[at].tail),
                    rows[at].id,
                ),
            )
            for at in indexes:
                if at != best:
                    same = rows[at].tail == rows[best].tail and rows[at].relation == rows[best].relation
                    selection.left_out["repeated" if same else "paraphrase"] += 1
        sources = len({rows[at].source for at in indexes})
        row = rows[best]
        selection.agreeing[row.id] = sources
        # A statement that several tuples make is worth as much more.
        kept.append((max(ranks[at] for at in indexes) * len(indexes) ** 3, row))
    return kept


def _ranks(rows: Sequence[KnowledgeTuple]) -> list[float]:
    """Each weight as its mean rank among the subject's tuples of the same source, from 0 to 1: publishers'
    weights have other scales (a plausibility, a count), and ranks do not.
    """
    by_source: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        by_source[row.source].append(index)
    ranks = [0.5] * len(rows)
    for indexes in by_source.values():
        indexes.sort(key=lambda at: rows[at].weight)
        start, size = 0, len(indexes)
        while start < size:
            end = start
            weight = rows[indexes[start]].weight
            while end < size and rows[indexes[end]].weight == weight:
                end += 1
            for at in indexes[start:end]:
                ranks[at] = (start + end) / 2 / size
            start = end
    return ranks


def _sampled(
    key: str,
    kept: Sequence[tuple[float, KnowledgeTuple]],
    config: VerbaliseConfig,
    seed: int,
    selection: Selection,
) -> list[KnowledgeTuple]:
    by_relation: dict[str, list[tuple[float, KnowledgeTuple]]] = defaultdict(list)
    for item in kept:
        by_relation[_paragraph_slot(item[1])].append(item)
    most, total = config.max_per_relation, config.max_tuples
    rough = _ROUGH if "PersonX" in key else LEMMATISED
    if all(row.source in rough for _, row in kept):
        most, total = min(most, config.rough_per_relation), min(total, config.rough_tuples)
    fits = all(len(items) <= most for items in by_relation.values())
    if fits and len(kept) <= total:
        return [row for _, row in kept]
    drawn: list[tuple[float, int, KnowledgeTuple]] = []
    order = {row.id: place for place, (_, row) in enumerate(kept)}
    for items in by_relation.values():
        lots = (
            (fraction(seed, f"{key}\t{row.id}") ** (1 / weight), order[row.id], row) for weight, row in items
        )
        drawn.extend(heapq.nlargest(most, lots, key=lambda lot: (lot[0], -lot[1])))
    chosen = heapq.nlargest(total, drawn, key=lambda lot: (lot[0], -lot[1]))
    selection.left_out["over-the-limit"] += len(kept) - len(chosen)
    return [row for _, _, row in sorted(chosen, key=lambda lot: lot[1])]


def _paragraph_slot(row: KnowledgeTuple) -> str:
    return row.relation if row.relation in RELATIONS else "predicate"


def family(relation: str) -> str:
    """The relations and predicates under which the same is said."""
    found = _FAMILIES.get(relation)
    if found:
        return found
    if relation in RELATIONS:
        return relation
    return _PREDICATE_FAMILIES.get(relation, "does")


def statement_key(row: KnowledgeTuple) -> str:
    """What the statement says of its subject: lemmas of the tail (and of a free predicate), without articles,
    pronouns and repeats, in alphabetical order.
    """
    free = row.relation not in RELATIONS and row.relation not in _PREDICATE_FAMILIES
    return content_key(f"{row.relation} {row.tail}" if free else row.tail)


@lru_cache(maxsize=1 << 16)
def content_key(text: str) -> str:
    """The text's content lemmas, sorted; its words as they are if there is none."""
    lemmas = [fold(word, True) for word in tidy(text)]
    content = sorted({lemma for lemma in lemmas if lemma and lemma not in _STOP})
    return " ".join(content or sorted(lemmas))
