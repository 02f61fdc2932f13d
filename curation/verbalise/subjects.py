"""What a tuple is about: the key that brings a subject's tuples together, and how the subject is referred
to.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from curation.seeded import Choices
from curation.verbalise.chunks import chunks
from curation.verbalise.function_word_tags import bare, nominal
from curation.verbalise.lexicon import ADJECTIVE, GERUND, look_up
from curation.verbalise.noun_phrases import is_plural, pluralise, with_articles
from curation.verbalise.phrases import Phrase, analyse_words, lemma_of, tidy
from curation.verbalise.relation_order import EVENT_RELATIONS, THING_RELATIONS
from curation.verbalise.tagging import Tagger
from curation.verbalise.words.attested_pairs import ATTESTED_PAIRS
from curation.verbalise.words.function_words import CANNOT_END, TAGS
from curation.verbalise.words.lemmatised import ATTESTED, COMPOUND_PAIRS
from curation.verbalise.words.names import ADJECTIVAL, PEOPLE_WORDS
from curation.verbalise.words.nouns import HUMAN, HUMAN_ENDINGS
from curation.verbalise.words.verbs import HARDLY_VERBS, MOSTLY_VERBS
from schemas.knowledge import KnowledgeTuple

_LEADING = frozenset("a an the to".split())
_NOT_WORD = re.compile(r"[^\w]+")
SLUG_CHARACTERS = 60

# Heads that begin so are pieces of a longer sentence.
_FRAGMENT_STARTS = frozenset(
    """
        and are as be's because but he her his how i if is it its my not or our she so than that their
        there these they this those was we what when where which who why you your
    """.split()
)


@lru_cache(maxsize=1 << 16)
def subject_key(head: str) -> str:
    """The head in lower case, without article, its words as lemmas: `The cats` → `cat`, `to go home` and
    `going home` → `go home`. PersonX, PersonY, PersonZ and the blank `___` stay as they are. Empty for a head
    without a letter or digit.
    """
    words = tidy(unicodedata.normalize("NFKC", head))
    while len(words) > 1 and words[0].lower() in _LEADING:
        words = words[1:]
    folded = [fold(word, index == 0 and len(words) > 1) for index, word in enumerate(words)]
    return " ".join(word for word in folded if word)


@lru_cache(maxsize=1 << 17)
def fold(token: str, opens_phrase: bool = False) -> str:
    """One word folded: lower case, no punctuation, lemma. A gerund that is a noun as well (`swimming`) is
    folded only where it opens a phrase (`swimming in the sea`).
    """
    if token.startswith("Person") and token[6:7] in ("X", "Y", "Z"):
        return token.rstrip('.,;:!?"')
    if token.startswith("___"):
        return "___"
    word = bare(token)
    if not any(character.isalnum() for character in word):
        return ""
    if word in TAGS:
        return lemma_of(word) if TAGS[word].startswith("VB") else word
    entry = look_up(word)
    if opens_phrase and entry.forms & GERUND:
        return entry.verb
    return entry.noun or entry.verb or word


def document_slug(key: str) -> str:
    """The key as part of an id: letters, digits, hyphens, and a hash where those say less than the key."""
    slug = _NOT_WORD.sub("-", key).strip("-")[:SLUG_CHARACTERS]
    if slug == key.replace(" ", "-") and "-" not in key:
        return slug
    return f"{slug}-{hashlib.blake2b(key.encode(), digest_size=4).hexdigest()}"


def is_about_people(key: str) -> bool:
    """Whether it is an event with PersonX in it."""
    return "PersonX" in key or "PersonY" in key


def surface(tuples: Sequence[KnowledgeTuple]) -> str:
    """How most tuples write the head; the first in alphabetical order of those that are as common."""
    counts = Counter(row.head for row in tuples)
    return min(counts, key=lambda head: (-counts[head], head))


@dataclass(frozen=True, slots=True)
class Subject:
    """How to refer to a subject that is no event with people.

    `event`: it is something that one does. Then `base`, `finite` and `gerund` are set (`be thirsty`, `are
    thirsty` after `you`, `being thirsty`), and as the subject of a sentence it is the gerund. `name` is the
    subject of a sentence, `plural` says how the verb agrees, `pronoun` stands for it (empty: nothing does),
    `many` is the plural for `some …`.
    """

    name: str
    plural: bool
    pronoun: str
    many: str = ""
    event: bool = False
    base: str = ""
    finite: str = ""
    gerund: str = ""
    human: bool = False

    @property
    def object(self) -> str:
        """The pronoun after a verb."""
        return {"it": "it", "they": "them"}.get(self.pronoun, "")


def subject_of(head: str, relations: Sequence[str], tagger: Tagger, choices: Choices) -> Subject | None:
    """The subject as it appears in sentences, by its words and by what is said of it; None for a fragment
    (`artifact be something which`).
    """
    words = tidy(head)
    while len(words) > 1 and words[0].lower() in ("to", "a", "an"):
        words = words[1:]
    if not words or bare(words[0]) in _FRAGMENT_STARTS or bare(words[-1]) in CANNOT_END:
        return None
    verbal = analyse_words(list(words), "verb", tagger)
    nominal = analyse_words(list(words), "noun", tagger)
    if verbal is None or nominal is None or _broken(words, verbal):
        return None
    if _does(words, relations, verbal, tagger):
        return Subject(
            name=verbal.gerund(),
            plural=False,
            pronoun="it",
            event=True,
            base=verbal.base(),
            finite=verbal.plural(),
            gerund=verbal.gerund(),
        )
    return _thing(nominal, choices)


# In the middle of a head, these begin another clause.
_CLAUSE_WORDS = frozenset("which who whom what that if because but when where while there not".split())
_FINITE_BE = frozenset("be do is are".split())


def _broken(words: Sequence[str], phrase: Phrase) -> bool:
    """A whole sentence as a head, or half of one."""
    if phrase.kind in ("clause", "modal", "prepositional"):
        return True
    lower = [bare(word) for word in words]
    if not _CLAUSE_WORDS.isdisjoint(lower):
        return True
    after_to = {index for index, word in enumerate(lower, 1) if word == "to"}
    return any(word in _FINITE_BE and index not in after_to for index, word in enumerate(lower) if index)


# `love for another person` is a feeling.
_FEELINGS_FOR = frozenset("love desire need respect hate fear taste hunger thirst hope".split())


def _does(words: Sequence[str], relations: Sequence[str], verbal: Phrase, tagger: Tagger) -> bool:
    """Whether the head is something one does."""
    if verbal.kind not in ("verb", "gerund"):
        return False
    if len(words) > 1:
        first, second = bare(words[0]), bare(words[1])
        if (
            (first in _FEELINGS_FOR and second in ("for", "of"))
            or (first, second) in ATTESTED
            or (first, look_up(second).noun) in COMPOUND_PAIRS
        ):
            return False
    likely = analyse_words(list(words), "any", tagger)
    opens = likely is not None and likely.kind in ("verb", "gerund")
    if (
        opens
        and len(words) > 1
        and (
            verbal.tags[1] in ("DT", "PRP$", "PRP", "IN", "RP", "TO", "RB")
            or bare(words[0]) in ("be", "have", "do", "go", "get", "make", "take")
        )
    ):
        return True
    if len(words) == 1 and verbal.kind == "gerund":
        return bool(not look_up(bare(words[0])).noun)
    votes = sum(1 for name in relations if name in EVENT_RELATIONS) - sum(
        1 for name in relations if name in THING_RELATIONS
    )
    if (
        verbal.kind == "gerund"
        and len(words) == 2
        and verbal.tags[1] == "NN"
        and not look_up(bare(words[1])).mass
    ):
        pair = (bare(words[0]), look_up(bare(words[1])).noun)
        if (
            pair not in COMPOUND_PAIRS
            and pair not in ATTESTED_PAIRS
            and look_up(pair[0]).verb in MOSTLY_VERBS
        ):
            return True  # `joining army`
        return votes > 0  # `jumping jack`, `magnifying glass`: an activity would have an article or a plural
    if votes > 0 and len(words) > 1 and verbal.kind == "verb" and bare(words[0]) not in HARDLY_VERBS:
        return True
    if votes <= 0 and len(words) > 1:
        first, second = bare(words[0]), bare(words[1])
        if look_up(first).forms & ADJECTIVE and nominal(second):
            return False  # `warm glass of milk`
        if (first, look_up(second).noun) in ATTESTED_PAIRS:
            return False
    names = bool(look_up(bare(words[0])).noun)
    return votes + (0.5 if opens and len(words) > 1 and names else 1.5 if opens and not names else -1.5) > 0


def _thing(phrase: Phrase, choices: Choices) -> Subject:
    words, tags = phrase.words, phrase.tags
    found = chunks(words, tags)
    text = " ".join(with_articles(words, tags))
    people = bare(words[0])
    if len(words) == 1 and people in ADJECTIVAL and people not in _NOT_A_PEOPLE:
        many = f"{text}s" if people in PEOPLE_WORDS else f"{text} people"
        return Subject(name=many, plural=True, pronoun="they", many=many, human=True)
    if not found or phrase.kind in ("gerund", "verb"):
        return Subject(name=phrase.gerund() if phrase.verb >= 0 else text, plural=False, pronoun="it")
    first = found[0]
    head = bare(words[first.end - 1])
    human = _human(head)
    if tags[first.end - 1] in ("NNP", "NNPS"):
        return Subject(name=text, plural=is_plural(words, tags), pronoun="")
    if is_plural(words, tags):
        return Subject(name=text, plural=True, pronoun="they", many=" ".join(words), human=human)
    if tags[first.end - 1] == "FW" or not text.startswith(("a ", "an ")) or first.start:
        return Subject(
            name=text, plural=_made_plural(text, words), pronoun="they" if _made_plural(text, words) else "it"
        )
    many = " ".join(pluralise(words, tags))
    long = first.end < len(words)
    if not long and (human or choices.chance(50)):
        return Subject(name=many, plural=True, pronoun="they", many=many, human=human)
    return Subject(name=text, plural=False, pronoun="" if human else "it", many="" if long else many)


# Sooner a place, a feast or a language.
_NOT_A_PEOPLE = frozenset(
    """
    antarctic arctic olympic victorian english arabic halloween christmas easter thai
    """.split()
)


def _made_plural(text: str, words: Sequence[str]) -> bool:
    """Articles were asked for, and a plural came: `clothe` → `clothes`, `all computer` → `all computers`."""
    last = bare(words[-1])
    named = any(word[0].isupper() for word in words)  # Thomas Aquinas is one
    if not named and not look_up(last).forms and last.endswith("s") and not last.endswith(("ss", "us", "is")):
        return True
    return (
        not text.lower().endswith(last)
        and bool(look_up(bare(text.rsplit(maxsplit=1)[-1])).forms)
        and text.split(maxsplit=1)[0] not in ("the", "each", "every")
    )


def _human(head: str) -> bool:
    return head in HUMAN or head.endswith(HUMAN_ENDINGS)
