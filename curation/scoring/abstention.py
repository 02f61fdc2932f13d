"""Answers that say they do not know. Rules for English."""

from __future__ import annotations

import re
from typing import Literal

from curation.claims.sentences import sentence_spans

Abstention = Literal["whole", "partial", ""]

_WHO = r"(?:i|we|one)"
_KNOW = (
    r"(?:know|say|tell|answer|find|provide|give|verify|confirm|recall|determine|locate|identify|offer|guess"
    r"|speculate|remember|be (?:sure|certain)|comment|assist|help|share|have|access|state|establish)"
)
# What is not known, where a phrase has to name it.
_NEWS = (
    r"(?:information|info|data|details?|records?|evidence|knowledge|sources?|answer|documentation|mention)"
)
# Sentences about the whole question: nothing is known of whom or what it asks about.
_NOTHING = re.compile(
    rf"""\b(?:
      {_WHO}\s(?:really\s|honestly\s|just\s)?(?:do\snot|don't|did\snot|didn't|could\snot|couldn't
      |cannot|can't
        |can\snot|was\snot\sable\sto|wasn't\sable\sto|am\snot\sable\sto|'m\snot\sable\sto)\s
        (?:currently\s|actually\s|really\s|reliably\s)?(?:have|find|locate|provide|access|see)\s
        (?:\w+\s){{0,3}}?(?:{_NEWS}|bio\w*|idea|clue|notable|well-known|any\b|anyone|anything|knowledge)
    | {_WHO}\s(?:have|had|found)\sno\s(?:\w+\s){{0,3}}?(?:{_NEWS}|idea|clue|way)
    | there\s(?:is|are|was|were|seems?\sto\sbe|appears?\sto\sbe)\s(?:no|not\s(?:any|enough)|insufficient)\s
        (?:\w+\s){{0,4}}?(?:{_NEWS}|indication)
    | (?:^|[.;]\s*)no\s(?:\w+\s){{0,3}}?{_NEWS}\s(?:\w+\s)?(?:is|was|are|were|could|can|about|on
        |available|found|given)
    | {_WHO}\s?(?:am|are|'m|was)\s(?:not\s(?:familiar|aware)|unaware|unfamiliar)
    | {_WHO}\s(?:do\snot|don't)\sknow\s(?:who|of\sany|anything|of\sa|this|that)
    | {_WHO}\s(?:am|'m|was)\sunable\sto\s{_KNOW}
    )""",
    re.I | re.X,
)
_UNKNOWN = re.compile(
    rf"""(?:
      \b{_WHO}(?:\s(?:am|was|'m|'d)|'m|'d)?\s(?:\w+\s)?(?:do\snot|don't|did\snot|didn't|could\snot|couldn't
        |cannot|can't|can\snot|would\snot|wouldn't|won't|would\srather\snot|rather\snot|prefer\snot\sto
        |unable\sto
        |not\sable\sto|(?:'m|am)\snot\sable\sto)\s(?:\w+\s){{0,2}}?{_KNOW}\b
    | \b(?:am|'m|was|i'm)\s(?:really\s|honestly\s|quite\s|entirely\s
        |completely\s)?(?:not\s(?:\w+\s)?(?:sure|certain)|unsure|uncertain)\b
    | ^(?:not\s(?:really\s|entirely\s)?(?:sure|certain)|unsure|no\s(?:idea|clue)|unknown|idk|dunno|n/?a
        |not\s(?:known|available|stated
        |specified|mentioned|recorded|given|found|applicable)|unanswerable|who\sknows|hard\sto\ssay
        |none\sknown)\b
    | \b(?:it|that|this|which|answer|date|time|place|number|name|details?|information
        |value)\s(?:\w+\s){{0,4}}?(?:is|are|was|were|remains?)\s
        (?:simply\s|currently\s|still\s|generally\s|publicly\s)?(?:un(?:known|clear|certain|documented
        |recorded|available|disclosed)
        |not\s(?:\w+ly\s)?(?:known|clear|certain|recorded|documented|mentioned|specified|stated|given
        |available
        |disclosed|provided|listed|reported|possible))\b
    | ^(?!(?:he|she|they)\b).*\b(?:is|are|was|were|remains?)\s(?:\w+ly\s|still\s)?(?:unknown|unclear|uncertain
        |undocumented|unrecorded|not\s(?:\w+ly\s)?(?:known|clear|recorded|documented))\W*$
    | \b(?:page|article|text|passage|source|sources|context|wikipedia|record|records|document|documents
        |entry|results?|biograph\w+)\s
        (?:\w+\s){{0,5}}?(?:does\snot|doesn't|do\snot|don't|did\snot|didn't)\s(?:\w+\s)?(?:say|mention
        |specify|state|provide|give|contain
        |include|record|tell|list|indicate|answer|have|cover|report|disclose|note)\b
    | \b(?:no|not\sany)\s(?:\w+\s){{0,3}}?{_NEWS}\s(?:\w+\s){{0,3}}?(?:exists?|available|found|known
        |given|survives?)\b
    | \b(?:beyond|outside|not\s(?:in|within|part\sof))\s(?:of\s)?(?:my|what\si)\s(?:\w+\s)?(?:knowledge
        |know|training|data|scope|expertise)\b
    | \b(?:hard|difficult|impossible|not\spossible)\s(?:for\sme\s)?to\s(?:say|know|tell|determine
        |answer|provide)\b
    | \bas\san\sai\b
    )""",
    re.I | re.X,
)
# Words around an abstention that state nothing about what was asked.
_FILLER = re.compile(
    r"""^(?:(?:and|but|so|however|unfortunately|also),?\s+)*(?:
      (?:i(?:'m|\sam)\s(?:very\s|so\s|really\s)?sorry|sorry|i\sapologi[sz]e|apologies|my\sapologies
      |unfortunately|thank|thanks
        |regrettably|sadly|honestly|hmm+|well|good\squestion|great\squestion|that(?:'s
        |\sis)\san?\s\w+\squestion)
    | (?:could|can|would|do|will|may|are|is\sthere|please|what|which)\b.*\?\s*$
    | (?:please|kindly|feel\sfree|let\sme\sknow|if\syou|if\sthere|you\s(?:may|might|can|could|should
        |would)|i(?:'d|\swould)\s
        (?:recommend|suggest|advise|need|be\s(?:happy|glad)|like|rather|prefer)|i\s(?:recommend|suggest
        |advise|need|hope)|i(?:'ll|\swill)\sbe
        |i(?:'m|\sam)\s(?:happy|here|glad)|it(?:'s|\sis|\swould\sbe)\s(?:best|worth|possible\sthat
        |advisable|recommended|a\sviolation)
        |for\s(?:more|accurate|reliable|further)|without\s(?:more|further|additional|that)|to\s(?:find
        |get|learn|be\ssure)|try\s|checking
        |consult|more\s(?:details?|context|information)|as\sof\smy)
    | there\s(?:may|might|could|are\s(?:likely|probably|many|several))\b
    | (?:that|this|it)\s(?:may|might|could|would)\sbe\b
    | (?:the\s)?(?:provided\s|given\s|only\s)?(?:search\sresults?|(?:only\s)?(?:mention|information)\b)
    | however,?\s+(?:there\s(?:is|are)|the\sonly|it\sis\spossible)
    )""",
    re.I | re.X,
)
_CLAUSE = re.compile(
    r"[,;]?\s+(?:but|however|although|though|yet)\b,?\s*"
    r"|[,;:–—]\s+(?=(?:maybe|perhaps|possibly|probably)\b)",
    re.I,
)
_GOES_ON = re.compile(r"^(?:he|she|they|it|his|her|their|its)\b", re.I)


def abstention(text: str, subject: str = "") -> Abstention:
    """Whether an answer says that it does not know (`whole`), says so and then answers all the same or
    answers something else about the subject (`partial`), or says no such thing.

    Apologies, questions back, offers and advice to look elsewhere do not make it an answer. Where nothing at
    all is known of the `subject`, neither do sentences about others.
    """
    said = [text[start:end] for start, end in sentence_spans(text.replace("’", "'"))]
    unknown = nothing = answers = False
    for sentence in said:
        for clause in filter(None, map(str.strip, _CLAUSE.split(sentence))):
            if _NOTHING.search(clause):
                unknown = nothing = True
            elif _UNKNOWN.search(clause):
                unknown = True
            elif not _is_filler(clause) and not (nothing and _about_others(clause, subject)):
                answers = True
    if not unknown:
        return ""
    return "partial" if answers else "whole"


def _is_filler(clause: str) -> bool:
    return bool(_FILLER.match(clause)) or not re.search(r"\w", clause)


def _about_others(clause: str, subject: str) -> bool:
    return bool(subject) and subject.casefold() not in clause.casefold() and not _GOES_ON.match(clause)
