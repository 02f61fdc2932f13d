"""Which rules hold for which kind of source."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from curation.pii.replacing import KINDS, PiiKind
from curation.quality.rules import RuleSet

RuleSetName = Literal["gopher-quality", "gopher-repetition", "c4", "fineweb"]


class KindConfig(BaseModel):
    """What is asked of the documents of one kind of source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: tuple[str, ...] = Field(description="The documents' `source`, with * for anything.")
    sets: tuple[RuleSetName, ...] = Field(default=(), description="Sets of rules that hold.")
    rules: dict[str, bool | float] = Field(
        default={},
        description="Single rules by reason: true, false, or another threshold. Others stay as they are.",
    )
    languages: tuple[str, ...] = Field(
        default=(), description="Languages that are wanted, such as `en`; none: all are."
    )
    min_confidence: float = Field(
        default=0.65,
        ge=0,
        le=1,
        description="A language that no source claims must be identified with this confidence to be one of "
        "those wanted.",
    )
    correct_language: float = Field(
        default=0,
        ge=0,
        le=1,
        description="Above this confidence the language identified replaces the one that the source claims; "
        "0: the source is believed.",
    )
    notices: bool = Field(
        default=False, description="Take out lines about cookies, policies and missing JavaScript."
    )
    pii: tuple[PiiKind, ...] = Field(default=KINDS, description="What is replaced: `<EMAIL>`.")

    @field_validator("rules", mode="after")
    @classmethod
    def _with_defaults(cls, rules: dict[str, bool | float]) -> dict[str, bool | float]:
        return {**cls.model_fields["rules"].default, **rules}

    @model_validator(mode="after")
    def _rules_exist(self) -> KindConfig:
        self.rule_set()
        return self

    def rule_set(self) -> RuleSet:
        """The rules. Raises ValueError for a name that is none."""
        return RuleSet.of(self.sets, self.rules)

    def is_kind_of(self, source: str) -> bool:
        """Whether documents of this source are meant."""
        return any(fnmatchcase(source, pattern) for pattern in self.sources)


class WikiConfig(KindConfig):
    """Wikis: people have read and mended their pages, so only fragments and copies of one line go.

    Of 245 articles of English Wikipedia (two dumps), all rules together drop 17, and none of these should go:
    disambiguation pages and lists, which few-sentences (8), short-lines (7) and lines-of-few-words (3) take
    for menus, and ASCII and Axiom of choice, for their curly brackets (3). These rules here drop none; one
    article has fewer than Gopher's 50 words.
    """

    sources: tuple[str, ...] = (
        "*wiki",
        "*wikibooks",
        "*wikinews",
        "*wikiquote",
        "*wikisource",
        "*wikiversity",
        "*wiktionary",
    )
    rules: dict[str, bool | float] = {
        "too-few-words": 20.0,
        "duplicate-line-characters": True,
        "duplicate-paragraph-characters": True,
    }


class WikivoyageConfig(WikiConfig):
    """Wikivoyage: its numbers and addresses are those of hotels and museums, which want to be called."""

    sources: tuple[str, ...] = ("*wikivoyage",)
    pii: tuple[PiiKind, ...] = ("key", "iban", "card", "ip", "ssn")


class StackExchangeConfig(KindConfig):
    """Stack Exchange: votes are the better judge, and formulas and logs look like noise to most rules.

    Of 1,456 threads of three sites, all rules together drop 151: 80 for curly brackets, 42 and fewer for
    n-grams that stand in formulas again and again. These rules drop none.
    """

    sources: tuple[str, ...] = (
        "*stackexchange*",
        "*stackoverflow*",
        "askubuntu*",
        "mathoverflow*",
        "serverfault*",
        "stackapps*",
        "superuser*",
    )
    rules: dict[str, bool | float] = {"too-few-words": 20.0, "duplicate-line-characters": True}


class WebConfig(KindConfig):
    """Web pages, and all that is of no other kind: nobody has looked at them.

    Of the whole text of 60 pages of news and blogs, menus and all, these rules drop 47; of the articles
    alone, as people marked them, three, one of which is a list of links to offers.
    """

    sources: tuple[str, ...] = ("*",)
    sets: tuple[RuleSetName, ...] = ("gopher-quality", "gopher-repetition", "c4", "fineweb")
    # A page about a programming language, outside of its code.
    rules: dict[str, bool | float] = {"curly-brackets": 5.0}
    # Pages say what their template says.
    correct_language: float = 0.9
    notices: bool = True


class QualityConfig(BaseModel):
    """What is asked of documents, by the kind of their source: the first kind whose `sources` fit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    wikivoyage: WikivoyageConfig = WikivoyageConfig()
    wiki: WikiConfig = WikiConfig()
    stackexchange: StackExchangeConfig = StackExchangeConfig()
    web: WebConfig = WebConfig()

    def kind_of(self, source: str) -> KindConfig:
        """What is asked of documents of this source."""
        kinds: tuple[KindConfig, ...] = (self.wikivoyage, self.wiki, self.stackexchange)
        return next((kind for kind in kinds if kind.is_kind_of(source)), self.web)
