"""Words for which a statement is left out: slurs, obscenities, sexual acts; and statements that judge people
by the group they belong to.

The lists are ours, and short on purpose, so that they can be read and argued with. They are about wording and
do not judge what is said: words of anatomy, crime and history are not in them by themselves, nor are words
that mostly mean something else. What kinds there are was taken from the categories of Hurtlex (Bassignana et
al. 2018), and that attributes of people by descent, faith, sex, orientation and disability are where
statements of knowledge bases are demeaning, from Mehrabi et al. 2021, "Lawyers are Dishonest?". Whoever needs
another list of words gives a file; the other two rules can be skipped.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

# With -s, -es, -ed, -er, -ers, -ing, -y and the like they count as the same word.
_STEMS = """
    arsehole asshole asswipe badass bastard beaner bimbo bitch blowjob bollock boner bukkake bullshit
    buttfuck chinaman
    chink clit clusterfuck cocksuck coon cum cumshot cunt cuntlick darkie deepthroat dickhead dipshit
    douchebag dumbass
    dyke ejaculat fag faggot fatass fuck gangbang golliwog gook gringo gypo handjob hentai honky horny
    horseshit
    jackass jackoff jap jigaboo jizz kike kraut lesbo limey milf midget mongoloid motherfuck negro nigga
    nigger nympho paki pecker piss punani queer raghead redneck redskin retard schlong shemale shit shitty
    shithead skank slut smartass spastic spic splooge sploog squaw titties titty towelhead tranny twat wank
    wetback whore whorehouse wigger wop yid
"""
_ENDINGS = ("", "s", "es", "ed", "er", "ers", "ing", "e", "ion", "y", "ish")
# What looks like a word of the list with an ending, or is more often something else.
_INNOCENT = frozenset("spice spicer spicing spiced spicy spices japer chinky pissy wigger".split())

# Sexual acts and what goes with them, with the same endings.
_SEXUAL = """
    aphrodisiac bdsm bondage brothel copulat cunnilingus dildo erotic erotica fellatio fetish foreplay
    hooker horniness
    incest kamasutra kinky lingerie masturbat molest molestor nude nudist nudity orgasm orgy paedophile
    pedophile pimp
    porn porno pornography pornographic pornstar prostitut rape rapist sexi sexier sexiest sexy sodomi
    striptease
    stripper threesome titillate voyeur viagra dominatrix topless
"""
# Parts of the body and contraception, educational where it is said what they are and what they are for.
_ANATOMY = """
    condom ejaculat genital genitalia nipple penis penises scrotum semen sperm testicle vagina virginity vulva
"""
ANATOMICAL_RELATIONS = frozenset(("IsA", "DefinedAs", "PartOf", "UsedFor", "Causes", "HasContext"))
# Ordinary by themselves, and sexual before these.
_PAIRS = """
    make:love making:love makes:love made:love oral:sex strip:club strip:poker get:laid gets:laid
    getting:laid get:lay
    lick:ass kick:ass kiss:ass ass:hole blow:job blow:jobs hand:job jerk:off jerks:off jack:off jacks:off
    cock:hole
    cock:holes suck:cock suck:dick hot:chick hot:chicks big:tits nice:tits nice:ass big:ass fat:ass
    naked:woman
    naked:women naked:girl naked:girls your:ass my:ass sleeping:around sleep:around
"""
_PAIR_SET = frozenset(tuple(pair.split(":")) for pair in _PAIRS.split())
# Sexual unless one of these words stands before or after: `sex` as what one is, and not what one does.
_UNLESS: dict[str, frozenset[str]] = {
    "sex": frozenset(
        "same opposite of other either both cell cells organ organs chromosome chromosomes ratio education "
        "determination discrimination difference differences hormone hormones".split()
    ),
    **dict.fromkeys(
        ("sexual", "sexually", "sexuality"),
        frozenset(
            "reproduction reproduce transmit transmitted orientation selection organ organs harassment "
            "education dimorphism characteristic characteristics identity maturity mature".split()
        ),
    ),
    "pussy": frozenset("willow willows cat cats foot footing".split()),
}

# People by descent, faith, nation, sex, orientation or disability; by itself or before a word for people.
_GROUPS = """
    aboriginal african african-american amish arab asian atheist blonde brunette buddhist catholic
    caucasian christian
    feminist foreigner gay gypsy hindu hispanic homosexual immigrant indian indigenous islamist jew jewess
    latina latino
    lesbian mormon moslem muslim negress oriental protestant refugee transsexual transvestite transgender
    bisexual
    american british iranian iraqi israeli mexican pakistani canadian brazilian cuban
"""
# Nations whose name is that of a language too: by themselves they are groups only where they are demeaned.
_LANGUAGES = """
    chinese english french german greek irish italian japanese korean russian scottish spanish turkish
    vietnamese dutch
    swedish danish norwegian portuguese
"""
ORIENTATIONS = frozenset(
    "gay gays lesbian lesbians homosexual homosexuals bisexual bisexuals transsexual".split()
)
_SEXES = "woman women man men girl girls boy boys lady ladies female females male males wife wives blond"
_CONDITIONED = """
    black white brown asian blind deaf disabled handicapped crippled autistic retarded fat obese old
    elderly poor
    homeless ugly short native coloured colored dark-skinned mentally blonde blond jewish islamic ethnic
    foreign
"""
_PEOPLE = frozenset(
    """
    person people people's man men woman women guy guys boy boys girl girls lady ladies male males female
    females child
    children kid kids folk folks community race family families immigrant immigrants american americans
    """.split()
)

# Words that demean whomever they are said of.
_DEMEANING = """
    abnormal barbaric backward cheap coward criminal cruel deceitful deviant dirty disgusting dishonest
    drunk drunkard dumb
    evil fanatic filthy freak greedy gross hate hated hateful hysterical idiot idiotic ignorant immoral
    imbecile inferior
    insane lazy liar loser lowlife mean moron nag naggy nasty parasite pathetic perverse pervert perverted
    promiscuous
    repulsive rude savage selfish sick sin sinful sinner sissy smelly sneaky stingy stupid submissive
    subhuman superior
    terrorist thief trash trashy ugly uncivilized unclean unnatural untrustworthy useless vermin vile
    violent weak wicked
    worthless steal cheat stink smell whine gossip bomb terrorism
"""


def _inflected(words: str, endings: Iterable[str]) -> frozenset[str]:
    return frozenset(word + ending for word in words.split() for ending in endings)


ANATOMY = _inflected(_ANATOMY, _ENDINGS)
_ACTS = _inflected(_SEXUAL, _ENDINGS)
SEXUAL = _ACTS | ANATOMY | frozenset(_UNLESS) | frozenset(word for word, _ in _PAIR_SET)
LANGUAGES = _inflected(_LANGUAGES, ("", "s"))
GROUPS = _inflected(_GROUPS, ("", "s", "es")) | LANGUAGES
SEXES = frozenset(_SEXES.split())
CONDITIONED = frozenset(_CONDITIONED.split())
DEMEANING = _inflected(_DEMEANING, ("", "s", "er", "ly"))
# One word of these is in every head that could be a group.
ABOUT_PEOPLE = GROUPS | SEXES | CONDITIONED


@functools.cache
def offensive_words() -> frozenset[str]:
    """The list above with its endings, in lower case."""
    return _inflected(_STEMS, _ENDINGS) - _INNOCENT


def is_sexual(words: tuple[str, ...], anatomical: bool = False) -> bool:
    """Whether the words speak of a sexual act: one of the list, two that are one together (`oral sex`), or
    `sex` where it is something one does or wants, and not something one is (`the opposite sex`). Parts of the
    body count, unless the statement is `anatomical`.
    """
    if SEXUAL.isdisjoint(words):
        return False
    if not _ACTS.isdisjoint(words) or not (anatomical or ANATOMY.isdisjoint(words)):
        return True
    for index, word in enumerate(words):
        before, after = words[index - 1] if index else "", words[index + 1] if index + 1 < len(words) else ""
        innocent = _UNLESS.get(word)
        if innocent is not None and before not in innocent and after not in innocent:
            return True
        if (word, after) in _PAIR_SET:
            return True
    return False


def names_group(words: tuple[str, ...]) -> bool:
    """Whether a head is a group of people: `jews`, `asian girls`, `the blind man`; not `a French restaurant`.
    A sex alone (`woman`) is none: see `names_sex`.
    """
    if ABOUT_PEOPLE.isdisjoint(words) or len(words) > 4:
        return False
    last = words[-1]
    if last in GROUPS and (len(words) == 1 or words[-2] not in GROUPS):
        return True
    return last in _PEOPLE and not (GROUPS | CONDITIONED).isdisjoint(words[:-1])


def names_sex(words: tuple[str, ...]) -> bool:
    """Whether a head is a sex: `women`, `most men`."""
    return bool(words) and words[-1] in SEXES and len(words) < 3


def read_words(path: str) -> frozenset[str]:
    """A list of one's own: one word in each line, in any case; empty lines and those that begin with `#` are
    left out. Raises ValueError for a file that cannot be read.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"the list of offensive words {path} cannot be read: {error}") from error
    words = frozenset(line.strip().lower() for line in lines if line.strip() and not line.startswith("#"))
    if several := sorted(word for word in words if len(word.split()) > 1):
        raise ValueError(f"{path}: one word in each line is expected, and there is {several[0]!r}")
    return words


def words_digest(words: Iterable[str]) -> str:
    """SHA-256 over the words, whatever their order: that of the list's content."""
    return hashlib.sha256("\n".join(sorted(words)).encode()).hexdigest()
