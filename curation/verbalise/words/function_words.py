"""The closed classes of English, with their Penn Treebank tags
(https://www.ling.upenn.edu/courses/Fall_2003/ling001/penn_treebank_pos.html).
"""

from __future__ import annotations

_BY_TAG = {
    "DT": "a an the this that these those each every some any no another either neither both all half such",
    "PDT": "quite rather",
    "TO": "to",
    "PRP": """i me you he him she her it we us they them myself yourself himself herself itself ourselves
        yourselves themselves oneself mine yours hers ours theirs someone somebody something anyone anybody
        anything everyone everybody everything nobody nothing others none""",
    "PRP$": "my your his its our their whose one's",
    "MD": "can could may might must shall should will would cannot can't couldn't won't wouldn't shouldn't",
    "CC": "and or but nor & plus",
    "IN": """of in on at by for with from into onto upon about against between among amongst through during
        without within before after above below under underneath beneath behind beside besides beyond near
        across along around toward towards over until till since despite like unlike as than per via inside
        outside throughout if because although though while unless whether except that's amid versus""",
    "RB": """not never always often sometimes usually very too really just also only even still already soon
        then there here now again once twice maybe perhaps ever almost n't away together apart forward
        backward backwards abroad ahead anywhere somewhere everywhere nowhere instead today tonight tomorrow
        yesterday later anymore somehow however rarely seldom generally finally definitely more most less
        least alone enough so far quite rather yet well upstairs downstairs""",
    "RP": "up down out off back",
    "WP": "who whom what which whoever whatever",
    "WRB": "when where why how whenever wherever",
    "CD": """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
        million billion""",
    "VBP": "am are aren't don't haven't 're 'm 've",
    "VBZ": "is isn't doesn't hasn't has does",
    "VBD": "was were did didn't wasn't weren't had hadn't",
    "VB": "be have do",
    "VBG": "being having doing",
    "VBN": "been",
    "POS": "'s '",
    "JJ": "many much few several own other same different various more last next new old many-sided",
}

TAGS: dict[str, str] = {}
for _tag, _words in _BY_TAG.items():
    for _word in _words.split():
        TAGS.setdefault(_word, _tag)

SUBJECT_PRONOUNS = frozenset(
    "i you he she it we they someone somebody something anyone everyone everybody nobody there others".split()
)
# A plural noun follows: `six leg` of a lemmatised source is `six legs`.
PLURAL_DETERMINERS = frozenset(
    "most many several few these those both various numerous different multiple other".split()
)
# Conjunctions and the like that cannot end a phrase: the extraction cut it there.
CANNOT_END = frozenset(
    """
        a am an and are as be because but by can could every for from has he his how i if into is its may
        might must my not of onto or our she should such than that the their they to too upon very was we
        were what when where which while who whom whose why will with would you your
    """.split()
)
QUANTIFIERS = frozenset("some most many all few several various certain".split())
