"""Heads and tails as phrases: what kind each is, and the forms that a sentence asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from curation.verbalise.chunks import chunks
from curation.verbalise.function_word_tags import Expected, bare
from curation.verbalise.lexicon import comparative, gerund, look_up, participle, third_person
from curation.verbalise.noun_phrases import with_articles
from curation.verbalise.tagging import Tagger
from curation.verbalise.words.function_words import CANNOT_END, SUBJECT_PRONOUNS, TAGS
from curation.verbalise.words.names import CAPITALISED, TWO_WORDS
from curation.verbalise.words.verbs import INTRANSITIVE, MOSTLY_VERBS, STATES

Kind: TypeAlias = Literal[
    "verb",
    "third",
    "past",
    "gerund",
    "participle",
    "modal",
    "adjective",
    "noun",
    "clause",
    "prepositional",
    "adverb",
]

_FINITE = ("VBZ", "VBP", "VBD", "MD")
_BY_TAG: dict[str, Kind] = {
    "VB": "verb",
    "VBP": "verb",
    "VBZ": "third",
    "VBD": "past",
    "VBG": "gerund",
    "VBN": "participle",
    "MD": "modal",
    "JJ": "adjective",
    "JJR": "adjective",
    "JJS": "adjective",
    "IN": "prepositional",
    "RB": "adverb",
    "RP": "adverb",
}
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"'})
_UNDERSCORE = re.compile(r"(?<!_)_(?!_)")
_CONTRACTIONS = {
    "want's": "wants",
    "need's": "needs",
    "dont": "don't", "doesnt": "doesn't", "cant": "can't", "wont": "won't", "isnt": "isn't", "didnt":
    "didn't", "im": "I'm", "youre": "you're", "theyre": "they're", "hes": "he's", "shes": "she's",
    "themself": "themselves",
    "wasnt": "wasn't", "couldnt": "couldn't", "wouldnt": "wouldn't", "shouldnt": "shouldn't", "arent":
    "aren't", "havent": "haven't", "thats": "that's", "u": "you", "ur": "your", "alot": "a lot", "thier":
    "their", "becuase": "because", "recieve": "receive", "recieves": "receives", "realy": "really",
    "freinds": "friends", "freind": "friend", "wierd": "weird", "definately": "definitely", "alright":
    "all right", "ok": "OK",
}  # fmt: skip
_LOOSE_CLITIC = re.compile(r" ('(?:s|d|m|ll|re|ve)|n't)\b|(?<=s) (')(?= |$)")
_BEFORE_NAMES = frozenset(
    "lake mount mont mt king queen president saint st san santa los las el fort port".split()
)
_NEVER_TWICE = frozenset("the a an to be and of in is my her with for".split())
_FINAL = re.compile(r"[\s.!?;,:]+$")
_MISSING_SPACE = re.compile(r"(?<=[a-z]),(?=[a-z])")


def tidy(text: str) -> list[str]:
    """The words of a head or tail: straight quotes, no final stop, names with capitals, other words without
    one at the beginning, common misspellings put right.
    """
    return list(_tidied(text))


# A tail is compared with others and then written: once is enough.
@lru_cache(maxsize=1 << 14)
def _tidied(text: str) -> tuple[str, ...]:
    if not text.isascii() or "`" in text:
        text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    if "_" in text:
        text = _UNDERSCORE.sub(" ", text)
    if "'" in text:
        text = _LOOSE_CLITIC.sub(lambda found: found[1] or found[2], text)
    if "," in text:
        text = _MISSING_SPACE.sub(", ", text)
    words = _FINAL.sub("", text.strip(' -*"')).split()
    if len(set(words)) < len(words):
        words = [
            word
            for at, word in enumerate(words)
            if not at or word != words[at - 1] or word not in _NEVER_TWICE
        ]
    for index, word in enumerate(words):
        lower = word.lower()
        if index and (pair := TWO_WORDS.get((words[index - 1].lower(), lower))):
            words[index - 1], words[index] = pair
            continue
        if (
            index
            and words[index - 1].lower() in _BEFORE_NAMES
            and lower.isalpha()
            and lower not in TAGS
            and (lower in CAPITALISED or not look_up(lower).forms)
        ):
            words[index - 1] = words[index - 1].capitalize()
            words[index] = CAPITALISED.get(lower, word.capitalize())
            continue
        if lower in CAPITALISED:
            words[index] = CAPITALISED[lower]
            continue
        if lower in _CONTRACTIONS:
            words[index] = _CONTRACTIONS[lower]
        elif word != lower and not word.startswith("Person") and _ordinary(lower, word, index):
            words[index] = lower
        elif lower.endswith("'s") and lower[:-2] in MOSTLY_VERBS and not look_up(lower[:-2]).noun:
            words[index] = third_person(lower[:-2])  # `get's angry`
    if words == ["god"]:
        return ("God",)
    return tuple(" ".join(words).split())  # `alot` became two


def _ordinary(lower: str, word: str, index: int) -> bool:
    """Whether the capital is the beginning of a sentence, or shouting."""
    core = bare(lower)
    if index == 0 and "'" in core and core.split("'")[0] in TAGS:
        return True  # `They're`
    known = core in TAGS or bool(look_up(core).forms) or (index == 0 and core.endswith(("'s", "n't")))
    if word == "I" or not known:
        return False
    if index == 0 or core in TAGS or (word.isupper() and len(word) > 3):
        return True
    return word[1:].islower() and core not in _NAMES_TOO


_NAMES_TOO = frozenset(
    """
    bill mark grace rose will may march frank jack bob rob pat sue art drew dick rich jean april june
    """.split()
)


@dataclass(slots=True)
class Phrase:
    """Words with their tags, and what they are together. `verb` is the place of the main verb, -1 without.

    `negated`: a leading `not` was taken off. A leading `to` has been taken off too. `known` is what
    `with_articles` says.
    """

    words: list[str]
    tags: list[str]
    kind: Kind
    verb: int
    negated: bool = False
    known: frozenset[str] | None = None

    @property
    def deliberate(self) -> bool:
        """Whether it is something one sets out to do: `to borrow money`, and not `to want money`."""
        verbal = self.kind in ("verb", "third", "past")
        return verbal and lemma_of(bare(self.words[self.verb])) not in STATES

    def text(self, number: str = "", before: str = "") -> str:
        """The phrase as it stands, with its articles."""
        return " ".join(with_articles(self.words, self.tags, number, before, self.known))

    def base(self) -> str:
        """A verb phrase after `can` or `to`: `get money`."""
        return self._inflected(lemma_of)

    def third(self) -> str:
        """A verb phrase after `she`: `gets money`."""
        return self._inflected(lambda verb: third_person(lemma_of(verb)))

    def finite(self) -> str:
        """The phrase after `she`, in the present: verbs conjugated, anything else as it stands."""
        return self.third() if self.kind in ("verb", "third", "past", "gerund") else self.text()

    def gerund(self) -> str:
        """A verb phrase as an activity: `getting money`."""
        if self.kind == "gerund":
            return self.text()
        return self._inflected(lambda verb: gerund(lemma_of(verb)))

    def participle(self) -> str:
        """A verb phrase after `can be`: `made from leather`."""
        return self._inflected(lambda verb: participle(lemma_of(verb)))

    def plural(self) -> str:
        """A verb phrase after `you` or `they`: `are hungry`, `get money`."""
        return self._inflected(lambda verb: _PLURAL_OF_BE.get(verb, lemma_of(verb)))

    def _inflected(self, form: Callable[[str], str]) -> str:
        """The phrase with its main verb, and those that `and` joins to it, in another form."""
        if self.verb < 0 or self.kind in ("modal", "clause"):
            return self.text()
        words, tags, tag = list(self.words), self.tags, self.tags[self.verb]
        # Articles first: which one depends on the verb's lemma.
        for index in range(len(words) - 1, self.verb - 1, -1):
            if index == self.verb or (tags[index] == tag and tags[index - 1] == "CC"):
                words[index] = _keeping_punctuation(words[index], form)
        body = with_articles(words[self.verb :], tags[self.verb :], known=self.known)
        return " ".join([*words[: self.verb], *body])


_PLURAL_OF_BE = {"be": "are", "is": "are", "was": "were", "am": "are", "are": "are", "were": "were"}
_IRREGULAR = {
    **dict.fromkeys(("am", "are", "is", "was", "were"), "be"),
    **dict.fromkeys(("has", "had"), "have"),
    **dict.fromkeys(("does", "did"), "do"),
}


def lemma_of(verb: str) -> str:
    """The verb's lemma, whatever its form."""
    return _IRREGULAR.get(verb) or look_up(verb).verb or verb


def _keeping_punctuation(word: str, form: Callable[[str], str]) -> str:
    core = bare(word)
    if core == word:
        return form(word)
    at = word.lower().find(core)
    return word[:at] + form(core) + word[at + len(core) :]


def analyse(
    text: str, expected: Expected, tagger: Tagger, known: frozenset[str] | None = None
) -> Phrase | None:
    """The phrase, or None for what cannot be part of a sentence: nothing, a fragment that breaks off
    (`artifact be something which`), a line of symbols.
    """
    return analyse_words(tidy(text), expected, tagger, known)


def analyse_words(
    words: list[str], expected: Expected, tagger: Tagger, known: frozenset[str] | None = None
) -> Phrase | None:
    """The same for words that `tidy` has seen."""
    negated = False
    while words:
        first = bare(words[0])
        if first == "to" and len(words) > 1 and expected != "noun":
            words, expected = words[1:], "verb"
        elif first == "not" and len(words) > 1:
            words, negated = words[1:], not negated
        else:
            break
    if not words or not any(character.isalnum() for character in words[0] + words[-1]):
        return None
    if bare(words[-1]) in CANNOT_END and not (len(words) == 1 and bare(words[0]) in ("be",)):
        return None
    if len(words) > 2 and words[0] in ("becomes", "become") and words[1] == "in":
        words = ["ends" if words[0] == "becomes" else "end", "up", *words[1:]]
    tags = tagger.tag(words, expected)
    kind, verb = _kind(words, tags, expected)
    if kind == "noun" and tags[-1] == "IN":
        return None
    if known is None:
        _restore_forms(words, tags)
    return Phrase(words, tags, kind, verb, negated, known)


def _restore_forms(words: list[str], tags: list[str]) -> None:
    """What a lemmatised source lost: `be love` for `be loved`, `useful for carry` for `for carrying`,
    `heavy than` for `heavier than`.
    """
    for index in range(len(words)):
        word, tag = words[index], tags[index]
        following = words[index + 1] if index + 1 < len(words) else ""
        if (
            index
            and word == "be"
            and words[index - 1] in _CONJUGATED
            and (index < 2 or words[index - 2] not in _CAUSATIVE)
        ):
            words[index], tags[index] = _CONJUGATED[words[index - 1]], "VBP"
            continue
        if index > 1 and word == "be" and tags[index - 1] in ("NN", "NNS", "NNP"):
            words[index], tags[index] = "are" if tags[index - 1] == "NNS" else "is", "VBZ"
            continue
        if (
            tag == "JJ"
            and following == "than"
            and not word.endswith("er")
            and (not index or words[index - 1] not in ("more", "less"))
        ):
            words[index] = comparative(word)
            continue
        if not index or tag not in ("NN", "VB", "VBP"):
            continue
        entry, before = look_up(word), words[index - 1]
        if entry.verb != word or not (word in MOSTLY_VERBS or not entry.noun):
            continue
        if before in ("be", "is", "are", "get") and not (following and tags[index + 1] in ("NN", "NNS")):
            doing = word in INTRANSITIVE
            words[index], tags[index] = (gerund(word), "VBG") if doing else (participle(word), "VBN")
        elif (
            before in _BEFORE_GERUNDS
            and tags[index - 1] == "IN"
            and following
            and tags[index + 1] in _OBJECTS
        ):
            words[index], tags[index] = gerund(word), "VBG"


_CONJUGATED = {"you": "are", "they": "are", "we": "are", "it": "is", "he": "is", "she": "is"}
_CAUSATIVE = frozenset("make let help see".split())
_BEFORE_GERUNDS = frozenset("for by of without about from at after before while".split())
_OBJECTS = frozenset("NN NNS NNP DT PRP$ PRP JJ CD IN RP".split())


def _kind(words: Sequence[str], tags: Sequence[str], expected: Expected) -> tuple[Kind, int]:
    if words[0] in ("there", "here") and len(tags) > 1 and tags[1] in _FINITE:
        return "clause", 1
    start = 0
    while start < len(tags) - 1 and tags[start] in ("RB", "TO"):
        start += 1
    tag, word = tags[start], bare(words[start])
    if "'" in word and tag in ("VBP", "VBZ"):
        return ("modal", start) if word.endswith("n't") else ("clause", -1)
    if tag in ("PRP", "NNP", "PRP$", "DT", "POS", "NN", "NNS", "EX", "CD", "JJ", "FW"):
        verb = -1
        if tag != "PRP" or word in SUBJECT_PRONOUNS:
            verb = _finite_after_subject(words, tags, start)
        glad = tag == "JJ" and expected == "property"  # `glad he came`
        if verb >= 0 and not glad and (expected != "noun" or tag == "PRP"):
            return "clause", verb
    if tag in _BY_TAG:
        kind = _BY_TAG[tag]
        if kind == "adjective" and any(t in ("NN", "NNS", "NNP") for t in tags[start:]):
            if _adjective_heads_noun(tags, start):
                return "noun", -1
            return "adjective", -1
        if (
            kind in ("participle", "gerund")
            and expected == "noun"
            and start + 1 < len(tags)
            and chunks(words, tags)
        ):
            return kind, start
        verbal = kind in ("verb", "third", "past", "gerund", "participle", "modal")
        return kind, start if verbal else -1
    if tag == "VBG":
        return "gerund", start
    return "noun", -1


def _adjective_heads_noun(tags: Sequence[str], start: int) -> bool:
    """`green leaf`, against `afraid of dogs`."""
    for tag in tags[start:]:
        if tag in ("NN", "NNS", "NNP", "FW"):
            return True
        if tag not in ("JJ", "CC", "VBN", "VBG", "CD", "RB"):
            return False
    return False


def _finite_after_subject(words: Sequence[str], tags: Sequence[str], start: int) -> int:
    """The place of the finite verb of a clause, -1 if there is none before a second noun phrase ends."""
    for index in range(start + 1, len(tags)):
        tag = tags[index]
        if tag in _FINITE:
            return index
        if tag == "VB" and bare(words[index]) in ("be", "have"):
            return index
        if tag in ("IN", "TO", "WP", "WRB", "VB", "VBN", "VBG") and tags[start] != "NNP":
            return -1
    return -1
