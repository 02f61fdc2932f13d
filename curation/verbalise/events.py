"""The paragraph of an event with people: what comes before it, the event, what comes after.

The relations are those of ATOMIC 2020 (Hwang et al. 2021, table 1): x is PersonX, o is PersonY or others.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from curation.seeded import Choices
from curation.verbalise.concepts import MAX_LISTED, Told
from curation.verbalise.event_heads import BLANK, Event, event_of
from curation.verbalise.event_relations import AS, EXPECTED, SAYABLE
from curation.verbalise.event_tails import (
    act,
    body_part,
    feeling,
    flat,
    infinitive,
    with_one_be,
    with_one_feel,
    with_one_subject,
    with_to,
)
from curation.verbalise.function_word_tags import bare
from curation.verbalise.lexicon import PAST, look_up
from curation.verbalise.people import OTHERS, Cast, Person, cast_for, fill_in, normal_people, speaks_of_itself
from curation.verbalise.phrases import Phrase, analyse, analyse_words
from curation.verbalise.sentences import agree, listed, sentence
from curation.verbalise.tagging import Tagger
from curation.verbalise.words.function_words import SUBJECT_PRONOUNS
from curation.verbalise.words.verbs import LINKING
from schemas.knowledge import KnowledgeTuple

_NOTHING = frozenset(("", "none", "nan", "n/a", "no effect", "nothing", "no one", "nobody"))
_ASIDE = re.compile(r"[():\[\]<>=]")
_RESULTS = ("as a result, ", "because of this, ", "as a consequence, ", "then ")
_PEOPLE = ("PersonX", "PersonY", "PersonZ")

_Texts = list[tuple[str, KnowledgeTuple]]


def tell_event(
    head: str, rows: Sequence[KnowledgeTuple], tagger: Tagger, choices: Choices, people: str
) -> Told:
    """A paragraph about the event `head`, such as `PersonX borrows money`. `people` is `names` or
    `someone`.
    """
    unsaid: Counter[str] = Counter()
    usable: list[KnowledgeTuple] = []
    for row in rows:
        if row.tail.strip(" .").lower() in _NOTHING:
            unsaid["says-nothing"] += 1
        elif speaks_of_itself(row.tail):
            unsaid["first-person"] += 1
        elif row.tail.startswith("'") or _ASIDE.search(row.tail):
            unsaid["tail-fragment"] += 1
        elif row.relation not in SAYABLE:
            unsaid["relation-not-sayable"] += 1
        else:
            usable.append(row)
    head = BLANK.join(map(normal_people, head.split(BLANK)))
    event = event_of(head, [row for row in usable if row.relation == "isFilledBy"], tagger, choices)
    if event is None:
        return Told("", [], Counter({"subject-fragment": len(rows)}))
    cast = cast_for([head, *(normal_people(row.tail) for row in usable)], choices, people)
    teller = _Teller(event, cast, tagger, choices, usable)
    teller.write()
    return Told(" ".join(teller.sentences), teller.told, unsaid + teller.unsaid)


class _Teller:
    """Writes one paragraph: `sentences` of the tuples `told`; `unsaid` counts the others by reason."""

    def __init__(
        self, event: Event, cast: Cast, tagger: Tagger, choices: Choices, rows: Sequence[KnowledgeTuple]
    ) -> None:
        self._event, self._cast, self._tagger, self._choices = event, cast, tagger, choices
        self.sentences: list[str] = []
        self.told: list[KnowledgeTuple] = [event.filler] if event.filler else []
        self.unsaid: Counter[str] = Counter()
        self._rows: dict[str, list[KnowledgeTuple]] = defaultdict(list)
        for row in rows:
            if row.relation != "isFilledBy":
                self._rows[AS.get(row.relation, row.relation)].append(row)
            elif row is not event.filler:
                self.unsaid["another-filler"] += 1
        letters = {letter for letter in "XYZ" if f"Person{letter}" in event.text} | {"X"}
        self._other: Person = cast.y if "Y" in letters else OTHERS
        self._other_letter = "Y" if "Y" in letters else "others"
        self._confusable = cast.confusable(letters)
        self._known = frozenset(bare(word) for word in event.text.split())
        self._mentioned = False
        self._leads: list[str] = []

    def write(self) -> None:
        """The whole paragraph."""
        self._opening()
        self._clauses("xReason", ("{X} [do] this because {T}",))
        self._clauses("isAfter", ("before that, {T}", "beforehand, {T}", "earlier, {T}"))
        self._attributes()
        self._hindrances()
        self._clauses("isBefore", ("after that, {T}", "then {T}", "later, {T}"))
        self._effects("xEffect", "X")
        self._reactions("xReact", "X", ("", "", "afterwards, ", "in the end, "))
        self._wants("xWant", "X", ("afterwards, ", "next, ", "after that, ", "now ", ""))
        self._effects("oEffect", self._other_letter)
        self._reactions("oReact", self._other_letter, ("", "this way, "))
        self._wants("oWant", self._other_letter, ("", "afterwards, ", "in turn, "))

    # How people are referred to.

    def _name(self, letter: str = "X") -> str:
        """A person as the subject of a sentence: the name, or for PersonX a pronoun where it is clear."""
        if letter != "X":
            return self._other.name
        if not self._mentioned or self._confusable or self._choices.chance(25):
            self._mentioned = True
            return self._cast.x.name
        return self._cast.x.he

    def _he(self) -> str:
        """PersonX in a second clause."""
        return self._cast.x.name if self._confusable else self._cast.x.he

    @staticmethod
    def _plural(name: str) -> bool:
        return name in ("they", OTHERS.name)

    def _verb(self, name: str, verb: str) -> str:
        return agree(verb, self._plural(name))

    def _fill(self, text: str, subject: str = "X") -> str:
        return fill_in(text, self._cast, subject)

    # Parts.

    def _say(self, pattern: str, tails: str, texts: _Texts) -> None:
        self.sentences.append(sentence(pattern.replace("{T}", tails)))
        self.told.extend(row for _, row in texts)

    def _lead(self, options: Sequence[str]) -> str:
        """How a sentence begins; another way each time."""
        lead = self._choices.one([lead for lead in options if lead not in self._leads] or [""])
        if lead:
            self._leads.append(lead)
        return lead

    def _phrases(self, relation: str) -> list[tuple[Phrase, KnowledgeTuple]]:
        """The relation's tails as phrases: all but properties are text that people wrote."""
        found = []
        rows = self._rows.get(relation, [])
        if len(rows) > MAX_LISTED:
            self.unsaid["over-the-limit"] += len(rows) - MAX_LISTED
        for row in rows[:MAX_LISTED]:
            known = None if relation == "xAttr" else self._known
            phrase = analyse(normal_people(row.tail), EXPECTED[relation], self._tagger, known)
            if phrase is None:
                self.unsaid["tail-fragment"] += 1
            else:
                found.append((phrase, row))
        return found

    def _kept(self, found: Sequence[tuple[str, KnowledgeTuple]]) -> _Texts:
        """Those with a text; the others are counted."""
        kept = [item for item in found if item[0]]
        if len(kept) < len(found):
            self.unsaid["tail-does-not-fit"] += len(found) - len(kept)
        return kept

    def _infinitives(self, relation: str, subject: str = "X") -> _Texts:
        """Tails as what stands after `wants to`."""
        found = []
        for phrase, row in self._phrases(relation):
            text = infinitive(phrase)
            sign = "not to " if text and phrase.negated != row.negated else ""
            found.append((sign + self._fill(text, subject), row))
        return self._kept(found)

    def _opening(self) -> None:
        """What is needed before, the event, and why."""
        needs, intents = self._infinitives("xNeed"), self._infinitives("xIntent")
        if needs:
            self._event_after(needs)
        elif intents and self._choices.chance(60):
            self._event_because(intents)
            intents = []
        else:
            self._say_event()
        if intents:
            name = self._name()
            wants = with_to([text for text, _ in intents])
            he = name if self._confusable else self._cast.x.he
            because = f"{name} {self._verb(name, 'do')} this because {he} {self._verb(he, 'want')} {wants}"
            pattern = self._choices.one((because, f"{name} {self._verb(name, 'want')} {wants}"))
            self._say(pattern, "", intents)

    def _say_event(self) -> None:
        self._mentioned = True
        self.sentences.append(sentence(self._fill(self._event.text, "")))

    def _event_after(self, needs: _Texts) -> None:
        done = self._event.act
        tails = with_to([text for text, _ in needs])
        # `Before she is making breakfast` is no English: such an event stands alone.
        style = 2 if done is not None and done.words[0] in ("is", "was", "are") else self._choices.below(3)
        x = self._cast.x.name
        if style == 0:
            self._mentioned = True
            he, event = self._he(), self._fill(self._event.text, "")
            self._say(f"before {event}, {he} {self._verb(he, 'need')} {tails}", "", needs)
        elif style == 1 and done is not None and done.deliberate:
            self._mentioned = True
            self._say(f"to {self._fill(done.base())}, {x} first {self._verb(x, 'need')} {tails}", "", needs)
        else:
            self._say_event()
            name = self._name()
            self._say(f"before that, {name} {self._verb(name, 'need')} {tails}", "", needs)

    def _event_because(self, intents: _Texts) -> None:
        done, he, x = self._event.act, self._he(), self._cast.x.name
        self._mentioned = True
        tails = with_to([text for text, _ in intents])
        if done is not None and done.kind in ("verb", "third", "past") and self._choices.chance(50):
            does = self._fill(done.plural() if he == "they" else done.third())
            self._say(f"{x} {self._verb(x, 'want')} {tails}, so {he} {does}", "", intents)
        else:
            event = self._fill(self._event.text, "")
            self._say(f"{event} because {he} {self._verb(he, 'want')} {tails}", "", intents)

    def _clauses(self, relation: str, patterns: Sequence[str]) -> None:
        clauses = self._clause_texts(relation)
        if clauses:
            pattern = self._choices.one(patterns)
            if "{X}" in pattern:
                name = self._name()
                pattern = pattern.replace("{X}", name).replace("[do]", self._verb(name, "do"))
            self._say(pattern, listed(with_one_subject([text for text, _ in clauses])), clauses)

    def _clause_texts(self, relation: str) -> _Texts:
        return self._kept([(self._clause(phrase), row) for phrase, row in self._phrases(relation)])

    def _clause(self, phrase: Phrase) -> str:
        """A tail as a clause; one without a subject is about PersonX. Empty for neither."""
        words = phrase.words
        if words[0] in _PEOPLE and len(words) > 1:
            return self._person_clause(words)
        if phrase.kind == "clause":
            return self._fill(phrase.text(), "")
        he = self._he()
        if phrase.kind in ("third", "verb"):
            return self._fill(f"{he} {phrase.plural() if self._plural(he) else phrase.third()}")
        if phrase.kind in ("past", "modal"):
            return self._fill(f"{he} {phrase.text()}")
        if phrase.kind in ("adjective", "participle"):
            return self._fill(f"{he} {self._verb(he, 'be')} {phrase.text()}")
        return ""

    def _person_clause(self, words: Sequence[str]) -> str:
        """A clause that begins with a person, its verb conjugated: `PersonX walking to work`."""
        letter, rest = words[0][6], list(words[1:])
        if bare(rest[0]) in ("and", "or"):
            return self._fill(" ".join(words), "")
        done = analyse_words(rest, "predicate", self._tagger, self._known)
        if done is not None and done.kind in ("noun", "prepositional"):
            done = analyse_words(rest, "verb", self._tagger, self._known)
        if done is None or done.kind in ("noun", "prepositional"):
            return ""
        if done.kind == "participle" and look_up(bare(done.words[done.verb])).forms & PAST:
            # `fired` alone, or `fired by`, is what was done to somebody.
            past = len(done.words) > 1 and bare(done.words[-1]) != "by"
            text = done.text() if past else f"is {done.text()}"
        elif done.kind in ("gerund", "adjective", "participle"):
            text = f"is {'not ' if done.negated else ''}{done.text()}"
        else:
            text = done.third() if done.kind in ("third", "verb") else done.text()
        return f"{self._cast.get(letter).name} {self._fill(text, letter)}"

    def _attributes(self) -> None:
        adjectives: _Texts = []
        nouns: _Texts = []
        habits: _Texts = []
        for phrase, row in self._phrases("xAttr"):
            text = self._fill(phrase.text())
            if phrase.kind in ("adjective", "participle", "gerund") or (
                phrase.kind == "adverb" and len(phrase.words) > 1
            ):
                adjectives.append((f"not {text}" if phrase.negated != row.negated else text, row))
            elif (
                phrase.kind == "verb" and bare(phrase.words[phrase.verb]) in LINKING and len(phrase.words) > 1
            ):
                adjectives.append((text.split(" ", 1)[1], row))
            elif phrase.kind == "noun" and not phrase.negated:
                mass = len(phrase.words) == 1 and look_up(bare(phrase.words[0])).mass
                nouns.append((f"full of {text}" if mass else text, row))
            elif phrase.kind in ("third", "modal"):
                habits.append((text, row))
            else:
                self.unsaid["tail-does-not-fit"] += 1
        x = self._cast.x.name
        if adjectives:
            name = self._name()
            pattern = self._choices.one(
                (
                    f"{name} {self._verb(name, 'be')} {{T}}",
                    f"{name} {self._verb(name, 'seem')} {{T}}",
                    f"people might call {x} {{T}}",
                    f"this suggests that {name} {self._verb(name, 'be')} {{T}}",
                )
            )
            self._say(pattern, listed(flat([text for text, _ in adjectives])), adjectives)
        if nouns:
            self._say(f"one might describe {x} as {{T}}", listed([text for text, _ in nouns]), nouns)
        if habits:
            self._say(f"{x} {{T}}", listed([text for text, _ in habits]), habits)

    def _hindrances(self) -> None:
        clauses = self._clause_texts("HinderedBy")
        for start in range(0, len(clauses), 2):
            part = clauses[start : start + 2]
            pattern = self._choices.one(("this may not happen {T}", "this is unlikely to happen {T}"))
            if start:
                pattern = "nor is it likely {T}"
            self._say(pattern, listed([f"if {text}" for text, _ in part], "or"), part)

    def _effects(self, relation: str, letter: str) -> None:
        acts: _Texts = []
        things: _Texts = []
        clauses: _Texts = []
        person = self._cast.x if letter == "X" else self._other
        name = self._name(letter) if self._rows.get(relation) else ""
        plural = self._plural(name)
        for tail, row in self._phrases(relation):
            phrase, words = tail, tail.words
            if words[0] in _PEOPLE and len(words) > 1:
                if words[0][6] != letter or bare(words[1]) in ("and", "or"):
                    clauses.append((self._person_clause(words), row))
                    continue
                again = analyse_words(words[1:], "predicate", self._tagger, self._known)
                if again is None:
                    self.unsaid["tail-fragment"] += 1
                    continue
                phrase = again
            if part := body_part(phrase):
                his = person.his if letter == "X" and not self._confusable else f"{person.name}'s"
                clauses.append((f"{'their' if plural else his} {self._fill(part, letter)}", row))
            elif text := act(phrase, plural, row.negated):
                acts.append((self._fill(text, letter), row))
            elif phrase.kind == "clause":
                clauses.append((self._fill(phrase.text(), ""), row))
            elif phrase.kind == "noun" and not phrase.negated and bare(words[0]) not in SUBJECT_PRONOUNS:
                things.append((self._fill(phrase.text(), letter), row))
            else:
                self.unsaid["tail-does-not-fit"] += 1
        if acts:
            tails = listed(with_one_be([text for text, _ in acts]))
            self._say(f"{self._lead(_RESULTS)}{name} {{T}}", tails, acts)
        if things:
            whom = person.him if letter == "X" and self._mentioned and not self._confusable else person.name
            pattern = self._choices.one((f"for {whom}, the result is {{T}}", "this leads to {T}"))
            self._say(pattern, listed([text for text, _ in things]), things)
        clauses = self._kept(clauses)
        if clauses:
            tails = listed(with_one_subject([text for text, _ in clauses]))
            self._say(f"{self._lead(_RESULTS)}{{T}}", tails, clauses)

    def _reactions(self, relation: str, letter: str, leads: Sequence[str]) -> None:
        feelings: _Texts = []
        acts: _Texts = []
        found = self._phrases(relation)
        if not found:
            return
        name = self._name(letter)
        for phrase, row in found:
            text, is_act = feeling(phrase, self._plural(name))
            if not text:
                self.unsaid["tail-does-not-fit"] += 1
            elif is_act:
                acts.append((self._fill(text, letter), row))
            else:
                text = f"not {text}" if phrase.negated != row.negated else text
                feelings.append((self._fill(text, letter), row))
        if feelings:
            texts = flat([text for text, _ in feelings])
            like = any(text.startswith(("like ", "as ")) for text in texts)
            verb = self._verb(name, "feel" if like else self._choices.one(("feel", "feel", "be")))
            if texts[0].startswith(("good", "bad", "better", "worse")):
                verb = self._verb(name, "feel")  # `is good` is another thing
            self._say(f"{self._lead(leads)}{name} {verb} {{T}}", listed(texts), feelings)
        if acts:
            self._say(f"{name} {{T}}", listed(with_one_feel([text for text, _ in acts])), acts)

    def _wants(self, relation: str, letter: str, leads: Sequence[str]) -> None:
        wants = self._infinitives(relation, letter)
        if wants:
            name = self._name(letter)
            verb = self._choices.one((self._verb(name, "want"), "may want"))
            self._say(f"{self._lead(leads)}{name} {verb} {{T}}", with_to([text for text, _ in wants]), wants)
