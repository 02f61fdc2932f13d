"""Who PersonX, PersonY and PersonZ are in one paragraph: names, and the pronouns that agree with them.

Annotators wrote `he`, `she` or `they` as they liked (`xIntent: to keep his feet warm`), so that pronouns in
the tails decide the genders; where there are none, or only pronouns that can be changed, the seed does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from curation.seeded import Choices
from curation.verbalise.lexicon import ADVERB, ANY_NOUN, GERUND, NOUN, PAST, PLURAL, THIRD, VERB, look_up
from curation.verbalise.words.countable import COUNTABLE
from curation.verbalise.words.function_words import TAGS
from curation.verbalise.words.names import FEMALE_NAMES, MALE_NAMES
from curation.verbalise.words.verbs import MOSTLY_VERBS

Gender = Literal["female", "male", "someone", "others"]

_CONJUNCTIONS = frozenset("while because when if that as until so although though where since".split())
_TIMES = frozenset("home today tonight tomorrow night day week month year time way place right back".split())
_MALE = re.compile(r"\b(he|him|his|himself)\b", re.I)
_FEMALE = re.compile(r"\b(she|her|hers|herself)\b", re.I)
# Who is spoken of in the third person besides the people of the event: then pronouns cannot be changed.
_GENDERED = re.compile(
    r"""\b((girl|boy)(friend)?s?|(wo)?m[ae]n|wife|husband|(step|grand)?(mother|father|son|daughter)s?|brothers?|sisters?|mom|dad|
    guys?|lady|ladies|gentlem[ae]n|aunt|uncle|niece|nephew|queen|king|pregnant|bra|dress|skirt|beard|shaves?|prom)\b""",
    re.I | re.X,
)
# `PersonX is an old man`, `PersonX gives birth`
_SAYS_GENDER = re.compile(
    r"""PersonX\ (?:is|was|becomes|became|looks\ like)\b[^']*\b(?:
    (?P<he>(?:gentle)?m[ae]n|boy(?:friend)?|guy|(?:grand)?father|dad|brother|son|king|uncle|husband|prince
    |widower)
    |(?:(?:wo)m[ae]n|girl(?:friend)?|lady|(?:grand)?mother|mom|sister|daughter|queen|aunt|wife|princess|widow
    |pregnant|bridesmaid|maid\ of\ honor))\b
    |PersonX\ (?:gives|gave)\ birth""",
    re.X,
)
PERSON = re.compile(r"Person([XYZ])('s?(?!\w))?")
_LETTER = re.compile(r"(?<![\w'.-])([XYxy])('s)?(?![\w'-]|\.\w)")
_BLANK = re.compile(r"(?:\b(?:the|a|an) )?_{2,}")
_EITHER = re.compile(
    r"""\b(?:(he/she|she/he|he\ or\ she)|(his/her|her/his|his\ or\ her)
    |(himself/herself|herself/himself)|(him/her|her/him))\b""",
    re.I | re.X,
)
_SOME_PERSON = re.compile(r"\bPerson\b(?![XYZ])")
_OWNED = re.compile(
    r"(\w+) (Person[XYZ]) (\w+)"
    r"(?=$|\.| (?:to|in|on|at|for|from|with|of|by|as|over|into|when|because|so|is|was|will|and)\b)"
)
# After these, a person and a thing are two objects: `gives PersonY help`.
_TWO_OBJECTS = frozenset(
    """
        ask bring buy call cause cost do feed find get give grant hand have hear help keep leave lend let
        make name offer owe pay promise read see sell send show take teach tell throw want wish write
    """.split()
)
_CAUSATIVE = frozenset("help make let have see watch hear".split())
_GIVING = frozenset(
    """
    give hand offer show teach tell promise owe send pay wish lend make call name
    """.split()
)
_BODY = frozenset(
    """
    clothes shoes eyes hands arms legs feet ears lips knees teeth shoulders fingers nails cheeks
    """.split()
)
_MINE = re.compile(r"\b(my|mine|me|myself)\b", re.I)
_FIRST_PERSON = re.compile(r"\b(i|i'm|i'll|we|us|our)\b", re.I)
_THEIRS = re.compile(r"\b(their|theirs|themselves|themself)\b")

_PRONOUNS: dict[Gender, tuple[str, str, str, str]] = {
    "female": ("she", "her", "her", "herself"),
    "male": ("he", "him", "his", "himself"),
    "someone": ("they", "them", "their", "themselves"),
    "others": ("they", "them", "their", "themselves"),
}
_TO_FEMALE = {"he": "she", "him": "her", "his": "her", "himself": "herself"}
_TO_MALE = {"she": "he", "hers": "his", "herself": "himself"}


@dataclass(frozen=True, slots=True)
class Person:
    """A name and its gender, which decides the pronouns."""

    name: str
    gender: Gender

    @property
    def he(self) -> str:
        """The pronoun as a subject."""
        return _PRONOUNS[self.gender][0]

    @property
    def him(self) -> str:
        """The pronoun as an object."""
        return _PRONOUNS[self.gender][1]

    @property
    def his(self) -> str:
        """The possessive pronoun."""
        return _PRONOUNS[self.gender][2]

    @property
    def himself(self) -> str:
        """The reflexive pronoun."""
        return _PRONOUNS[self.gender][3]

    @property
    def plural(self) -> bool:
        """Whether the name, as a subject, takes a verb in the plural. `They` always does."""
        return self.gender == "others"


OTHERS = Person("others", "others")


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of one paragraph. `flip`: pronouns in tails are of the other gender and have to change."""

    x: Person
    y: Person
    z: Person
    flip: str = ""

    def get(self, letter: str) -> Person:
        """Who PersonX, PersonY or PersonZ is."""
        return {"X": self.x, "Y": self.y, "Z": self.z}[letter]

    def confusable(self, present: Iterable[str]) -> bool:
        """Whether `he` or `she` could be two of those present."""
        genders = [self.get(letter).gender for letter in present]
        return len(set(genders)) < len(genders)


def cast_for(texts: Sequence[str], choices: Choices, people: str) -> Cast:
    """Names and genders for the people in these heads and tails."""
    if people == "someone":
        return Cast(
            Person("someone", "someone"),
            Person("someone else", "someone"),
            Person("another person", "someone"),
        )
    together = "\n".join(texts)
    male, female = len(_MALE.findall(together)), len(_FEMALE.findall(together))
    other: Gender = "female" if choices.chance(50) else "male"
    if told := _SAYS_GENDER.search(texts[0] if texts else ""):
        other = "male" if told["he"] else "female"
    flip = ""
    if male or female:
        gender: Gender = "male" if male >= female else "female"
        if not _GENDERED.search(together) and (other != gender or (male and female)):
            flip, gender = other, other
        genders = [gender, gender, gender]
    else:
        genders = [
            other,
            "female" if choices.chance(50) else "male",
            "female" if choices.chance(50) else "male",
        ]
        if _GENDERED.search(together):
            # `PersonX's boyfriend`, `PersonX dyes PersonY's beard`: say nothing that pronouns would
            # contradict.
            genders = [other, other, other]
    found: list[Person] = []
    for wanted in genders:
        names = FEMALE_NAMES if wanted == "female" else MALE_NAMES
        start = choices.below(len(names))
        taken = {person.name[0] for person in found}
        name = next(name for name in (*names[start:], *names[:start]) if name[0] not in taken)
        found.append(Person(name, wanted))
    return Cast(found[0], found[1], found[2], flip)


def normal_people(text: str) -> str:
    """`becomes friends with X` → `becomes friends with PersonX`; `packs my bags` → `packs PersonX's bags`."""
    text = _LETTER.sub(lambda found: f"Person{found[1].upper()}{found[2] or ''}", text)
    if "__" in text:
        text = _BLANK.sub("something", text)
    if "/" in text or " or " in text:
        text = _EITHER.sub(
            lambda found: ("they", "their", "themselves", "them")[(found.lastindex or 1) - 1], text
        )
    if "Person" in text:
        text = _MET.sub(_owned_by, text)
        text = _OWNED.sub(_owned, _SOME_PERSON.sub("the person", text))
    text = _OWN_BODY.sub(_own_body, text)
    return _MINE.sub(_mine, text)


# `opens mouth`, `loses temper`, `to change personality`
_OWN_BODY = re.compile(
    r"^((?:to )?(?:not )?)(\w+) (eyes|mouth|hands?|head|arms?|legs?|feet|teeth|nose|lips|shoulders|ears?"
    r"|fists?|face|belly|stomach|body|brows?|eyebrows|life|personality|temper|mind|career|breath|knees|throat|muscles|nails|fingers|palms|cheeks)"
    r"(?=\.?$| (?:in|on|at|for|from|with|of|to|up|down|out|and|again|because|when|towards?|off)\b)",
    re.I,
)


def _own_body(found: re.Match[str]) -> str:
    if not look_up(found[2].lower()).forms & (VERB | THIRD | GERUND) or found[2].lower() in TAGS:
        return found[0]
    return f"{found[1]}{found[2]} their {found[3]}"


# `PersonY needs are met`
_MET = re.compile(r"(?<!\S)(Person[XYZ]) (\w+) (is|are|was|were)\b")


def _owned_by(found: re.Match[str]) -> str:
    noun = look_up(found[2].lower()).forms & ANY_NOUN and found[2].lower() not in TAGS
    return f"{found[1]}'s {found[2]} {found[3]}" if noun else found[0]


def _owned(found: re.Match[str]) -> str:
    """`breaks PersonY heart` → `breaks PersonY's heart`."""
    before, thing = look_up(found[1].lower()), look_up(found[3].lower())
    name = found[3].lower()
    owns = (thing.forms & NOUN and not thing.forms & (ADVERB | PAST)) or name in _BODY
    owns = owns and name not in TAGS
    after_preposition = TAGS.get(found[1].lower()) in ("IN", "TO") and found[3].lower() not in MOSTLY_VERBS
    two = before.verb in _TWO_OBJECTS and not after_preposition
    if before.verb not in _GIVING and ((name in COUNTABLE and not thing.mass) or name in _BODY):
        two = False  # of two objects, the second would have an article: `finds PersonY answer`
    if before.verb in _CAUSATIVE and thing.forms & VERB:
        return found[0]  # `helps PersonY study`
    timed = name in _TIMES and not (after_preposition and name in ("back", "way"))
    if not owns or two or timed or (thing.mass and not (after_preposition or before.verb)):
        return found[0]
    return f"{found[1]} {found[2]}'s {found[3]}"


def _mine(found: re.Match[str]) -> str:
    return {"my": "PersonX's", "mine": "PersonX's", "me": "PersonX", "myself": "PersonX"}[found[1].lower()]


def speaks_of_itself(text: str) -> bool:
    """Whether `I` or `we` is in it: whoever wrote it forgot who it is about."""
    return bool(_FIRST_PERSON.search(text))


def fill_in(text: str, cast: Cast, subject: str) -> str:
    """Names and pronouns for the people in a text. `subject` says whose verb it is: X, Y, Z, `others`, or
    nothing for a text of its own, where a person's second mention becomes a pronoun.
    """
    if cast.flip:
        text = _flipped(text, cast.flip)
    seen: list[str] = [subject] if subject in ("X", "Y", "Z") else []
    if subject != "others" and cast.x.gender != "someone":
        text = _own(text, cast.get(subject or "X"), subject or "X")
    if "Person" not in text:
        return text
    present = set(PERSON.findall(text)) and {letter for letter, _ in PERSON.findall(text)} | set(seen)
    scene = _Scene(cast, subject, cast.confusable(present), seen)
    pieces: list[str] = []
    at = 0
    for found in PERSON.finditer(text):
        pieces.append(text[at : found.start()])
        pieces.append(_mention(text, found, scene))
        if found[1] not in seen:
            seen.append(found[1])
        at = found.end()
    pieces.append(text[at:])
    return "".join(pieces)


def _own(text: str, person: Person, letter: str) -> str:
    """`their` is the subject's, where nobody else can be meant."""
    found = _THEIRS.search(text)
    if not found or any(other != letter for other, _ in PERSON.findall(text)):
        return text
    before = text[: found.start()].split()
    if any(
        look_up(word.lower()).forms & (PLURAL | THIRD) == PLURAL
        or word in ("they", "others", "everyone", "someone")
        for word in before
    ):
        return text
    return _THEIRS.sub(
        lambda one: {"their": person.his, "theirs": person.his}.get(one[1], person.himself), text
    )


class _Scene(NamedTuple):
    """Who is there, whose verb it is, whether pronouns could be two of them, who has been mentioned."""

    cast: Cast
    subject: str
    confusable: bool
    seen: list[str]


def _mention(text: str, found: re.Match[str], scene: _Scene) -> str:
    letter, possessive = found[1], found[2]
    cast, subject, confusable, seen = scene
    person = cast.get(letter)
    again = letter in seen
    before = text[: found.start()].split()
    following = text[found.end() :].split()
    if possessive:
        if again and (not confusable or (seen[-1] == letter and letter == seen[0])):
            return person.his
        return f"{person.name}'s"
    if not again:
        return person.name
    is_subject = bool(following) and (_verbal(following[0]) or (bool(before) and before[-1] in _CONJUNCTIONS))
    if confusable:
        return person.name
    if is_subject:
        return person.he if person.gender != "someone" else person.name
    if letter == subject and len(before) == 1 and not is_subject:
        return person.himself
    return person.him


_AUXILIARIES = frozenset("is was has will can does did had would could may might should must".split())


def _verbal(word: str) -> bool:
    """Whether the word goes on a clause whose subject stands before it."""
    word = word.lower().strip(".,")
    if word in _AUXILIARIES:
        return True
    forms = look_up(word).forms
    return bool(forms & THIRD) and not (
        forms & ANY_NOUN and word not in ("needs", "wants", "likes", "loves", "hopes", "plans")
    )


def _flipped(text: str, to: str) -> str:
    if to == "female":
        return _MALE.sub(lambda found: _case(found[1], _TO_FEMALE[found[1].lower()]), text)
    text = _HER_OBJECT.sub("him", _HER_OWN.sub("his", text))
    return _FEMALE.sub(lambda found: _case(found[1], _TO_MALE.get(found[1].lower(), found[1])), text)


# `her` before what can begin a noun phrase is `his`, elsewhere `him`.
_HER_OWN = re.compile(
    r"""\bher(?=\ (?!(?:to|in|on|at|and|or|for|with|from|by|about|because|when|if|back|up|down|out|off|that
    |how|the|a|an)\b)\w)""",
    re.X,
)
_HER_OBJECT = re.compile(r"\bher\b")


def _case(like: str, word: str) -> str:
    return word[0].upper() + word[1:] if like[0].isupper() else word
