"""What in a response is no statement about the world: greetings, hedges, opinions, questions, refusals."""

from __future__ import annotations

import re

GREETING, HEDGE, OPINION, QUESTION, REFUSAL, OTHER = "greeting hedge opinion question refusal other".split()


def _beginning(*parts: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(parts)})", re.IGNORECASE)


_INFORMATION = r"(?:\w+ ){0,4}(?:information|data|details|records?|mention|results?|evidence|sources?)\b"
_REFUSAL = re.compile(
    r"(?:(?:unfortunately,?|however,?|but|so|as of (?:my|an) [^,]{2,60},) )*" + _beginning(
        r"i(?:'m| am) (?:so |very |really )?(?:sorry|afraid|unable)",
        r"i(?:'m| am) not (?:able|aware|familiar|sure|certain)",
        r"(?:i )?apologi[sz]e",
        r"my apologies",
        r"i (?:do not|don't|cannot|can't|can not|could not|couldn't|did not|didn't)\b",
        r"i (?:was not|wasn't|was unable)\b",
        r"i (?:have no|have not|haven't|won't|will not|would need)\b",
        r"as an ai\b",
        r"as a (?:large )?language model",
        rf"there (?:is|are|was|seems to be) (?:currently )?(?:no|not enough|insufficient) {_INFORMATION}",
        r"no (?:\w+ ){0,3}(?:information|data|details|records?) (?:is|are|was|can|about|available|found)",
        r"(?:it (?:is|would be) )?(?:un|not )able to (?:find|provide|give|answer|determine)",
        r"it would be (?:a violation|inappropriate|unethical)",
        r"without (?:more|additional|further) (?:\w+ )?(?:information|details|context)",
        r"the (?:provided |given )?(?:search results?|sources?|context|documents?) (?:do(?:es)? not|don't)",
    ).pattern,
    re.IGNORECASE,
)  # fmt: skip
_GREETING = _beginning(
    r"(?:hi|hello|hey|greetings|dear|good (?:morning|evening|afternoon)|welcome)\b(?=[\s,!.]|$)",
    r"(?:sure|certainly|of course|absolutely|definitely|great(?: question)?|okay|ok|no problem)[\s!.,:]*$",
    r"(?:sure|certainly|of course|absolutely|okay|ok)(?: thing)?[!,.]? (?:here|i|let|below)\b",
    r"thank(?:s| you)",
    r"you're welcome",
    r"i hope\b",
    r"hope (?:this|that) helps",
    r"(?:please )?let me know",
    r"(?:please )?feel free",
    r"i(?:'d| would|'ll| will|'m| am) (?:be )?(?:happy|glad|delighted|pleased)",
    r"(?:here|below)(?:'s| is| are) (?:a|an|the|some|my|what|your|more)\b[^.]*[:.]?$",
    r"(?:if|should) you (?:have|need|want|would|can|could|provide)\b",
    r"(?:can|could|would) you (?:please|provide|clarify)",
    r"that(?:'s| is) an? (?:very |really )?(?:great|good|interesting|excellent) question",
    r"(?:so )?let me (?:go|walk|take|start|begin|explain|try|see)\b",
    r"there (?:is|are) (?:so much|a lot|much|many things|several ways|many ways) (?:that |more |to |one )",
)
_HEDGE = _beginning(
    r"i (?:think|believe|guess|suppose|assume|suspect)\b",
    r"i(?:'m| am) (?:fairly|pretty|quite|almost) (?:sure|certain)",
    r"(?:maybe|perhaps|possibly|probably|presumably)\b",
    r"it (?:seems|appears|could be|might be|may be)\b",
    r"it(?:'s| is) (?:also )?(?:possible|likely|unlikely|probable|unclear|not clear|unknown|uncertain)\b",
    r"it(?:'s| is) (?:also )?(?:difficult|hard|worth checking|important to (?:verify|consult))\b",
    r"as far as i know",
    r"to (?:the best of )?my knowledge",
    r"i(?: would|'d)? (?:recommend|suggest|advise)",
    r"(?:please )?(?:note|be aware) that (?:i|my|this (?:information|answer|response))\b",
    r"my (?:knowledge|information|training|data)\b",
    r"[^,.]{0,60}\b(?:might (?:also )?(?:be|have)|(?:may|could) (?:also )?have (?:been)?|may possibly)\b",
)
_PRAISE = (
    "amazing awesome wonderful fantastic incredible fascinating inspiring beautiful stunning brilliant"
    " delightful unforgettable breathtaking must-see fun cool boring terrible awful excellent great perfect"
    " remarkable talented impressive interesting special unique"
).replace(" ", "|")
_PRAISED = (
    "person place film movie book city actor actress singer artist song choice example idea way story job"
    " time experience destination album show"
).replace(" ", "|")
_OPINION = re.compile(
    r"\b(?:in my (?:opinion|view)|personally|"
    r"i (?:love|like|enjoy|prefer|find|feel|wish|agree|disagree|admire|appreciate)|"
    rf"(?:{_PRAISE}) (?:\w+ )?(?:{_PRAISED})|"
    r"worth (?:visiting|reading|watching|seeing|a visit)|"
    r"(?:leaves?|left|leaving) (?:behind )?an? (?:lasting|enduring) (?:legacy|impact|impression|mark)|"
    r"continues? to (?:inspire|captivate|delight|be (?:remembered|celebrated|loved|an inspiration))|"
    rf"(?:is|was|are|were) (?:truly|really|simply|undoubtedly|so|very) (?:an? |the )?(?:{_PRAISE})|"
    r"(?:will|shall) (?:always |forever )?be (?:remembered|missed|cherished)|"
    r"true (?:legend|inspiration|icon)|testament to|one of a kind)\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"(?:i|we|you|your|my|please|let's)\b", re.IGNORECASE)
_SPECIFIC = re.compile(r"\d|(?<=[\w,;:] )[A-Z][a-z]{2}")


def why_not_checkable(sentence: str) -> str:
    """What the sentence is instead of a statement that a page could prove; empty if it is one.

    A refusal, greeting or hedge is told by how it begins. An opinion is one only if neither a number nor a
    name beyond the first words makes part of it checkable.
    """
    text = " ".join(sentence.split()).strip("*_#> ").replace("’", "'")
    if not re.search(r"[^\W_]", text):
        return OTHER
    if text.rstrip("\"'”)*_ ").endswith("?"):
        return QUESTION
    for reason, beginning in ((REFUSAL, _REFUSAL), (GREETING, _GREETING), (HEDGE, _HEDGE)):
        if beginning.match(text):
            return reason
    if _OPINION.search(text) and not _SPECIFIC.search(text):
        return OPINION
    return OTHER if _SPEAKER.match(text) else ""
