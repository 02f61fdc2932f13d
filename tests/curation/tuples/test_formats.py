"""What a row of each format says. The rows are written for these tests."""

import json
from pathlib import Path
from typing import Any

import pytest

from schemas.knowledge import Facet, KnowledgeTuple
from schemas.outcome import Dropped, Rejected
from tests.curation.tuples.reading import read, reasons, triples, write


def only(path: Path, **options: Any) -> KnowledgeTuple:
    (said,) = read(path, **options)
    assert isinstance(said, KnowledgeTuple)
    return said


class TestAtomic2020:
    def test_a_row(self, tmp_path: Path) -> None:
        said = only(write(tmp_path, "PersonX plants a tree\txWant\tto water it daily\n"))
        assert (said.head, said.relation, said.tail) == (
            "PersonX plants a tree",
            "xWant",
            "to water it daily",
        )
        assert (said.source, said.weight, said.negated, said.language) == ("atomic2020", 1.0, False, "en")

    def test_negative_and_respelt_relations(self, tmp_path: Path) -> None:
        path = write(tmp_path, "cat\tNotDesires\tto bathe\nbake bread\tHasSubEvent\tknead\n")
        first, second = read(path)
        assert isinstance(first, KnowledgeTuple) and isinstance(second, KnowledgeTuple)
        assert (first.relation, first.negated) == ("Desires", True)
        assert second.relation == "HasSubevent"

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("Person X 's boat", "PersonX's boat"),
            ("personx and PERSON Y", "PersonX and PersonY"),
            ("PersonX\u2019s boat", "PersonX's boat"),
            ("PersonX does n't sail", "PersonX doesn't sail"),
            ("a person yawns", "a person yawns"),
        ],
    )
    def test_one_spelling_of_persons(self, tmp_path: Path, written: str, meant: str) -> None:
        assert only(write(tmp_path, f"{written}\txReact\tcalm\n")).head == meant

    def test_quotation_marks_are_plain_characters(self, tmp_path: Path) -> None:
        rows = 'PersonX reads "the fox\txReact\tamused\nPersonX says "no" twice\txReact\t"firm"\n'
        assert triples(read(write(tmp_path, rows))) == [
            ('PersonX reads "the fox', "xReact", "amused"),
            ('PersonX says "no" twice', "xReact", '"firm"'),
        ]

    def test_header_byte_order_mark_crlf_and_a_missing_line_end(self, tmp_path: Path) -> None:
        rows = (
            "\ufeffhead\trelation\ttail\r\nPersonX eats\txWant\tto drink\r\n\r\nPersonX drinks\txReact\tfull"
        )
        assert triples(read(write(tmp_path, rows))) == [
            ("PersonX eats", "xWant", "to drink"),
            ("PersonX drinks", "xReact", "full"),
        ]

    def test_none_and_blank_tails_are_read_as_they_are(self, tmp_path: Path) -> None:
        rows = "PersonX eats\toWant\tnone\nPersonX eats\toWant\t\nPersonX eats\txWant\tto rest\t\t\n"
        assert [tail for *_, tail in triples(read(write(tmp_path, rows)))] == ["none", "", "to rest"]

    def test_broken_rows(self, tmp_path: Path) -> None:
        good = "PersonX eats\txWant\tto drink\n" * 5
        rows = good + "PersonX eats\txWant\nPersonX\txWants\tto go\n\txWant\tto go\na\txWant\tb\tc\n"
        path = write(tmp_path, rows, "train.tsv")
        found = [item for item in read(path) if isinstance(item, Rejected)]
        assert [item.reason for item in found] == [
            "wrong-columns",
            "unknown-relation",
            "no-head",
            "wrong-columns",
        ]
        second = len(good) + len("PersonX eats\txWant\n")
        assert [item.where for item in found[:2]] == [
            f"train.tsv, byte {len(good)}",
            f"train.tsv, byte {second}",
        ]
        assert "xWants" in found[1].detail and found[1].excerpt == "PersonX\txWants\tto go"

    def test_language_is_what_the_configuration_says(self, tmp_path: Path) -> None:
        path = write(tmp_path, "head_event\trelation\ttail_event\nOsebaX sadi drevo\txWant\tzaliti drevo\n")
        assert only(path, language="sl").language == "sl"


class TestAtomic2020Prompts:
    def test_a_row_for_each_tail(self, tmp_path: Path) -> None:
        rows = (
            "PersonX plants a tree @@ xWant\tto water it daily| to rest| none\r\n"
            "cat @@ NotDesires\tto bathe\r\n"
        )
        found = read(write(tmp_path, rows))
        assert triples(found) == [
            ("PersonX plants a tree", "xWant", "to water it daily"),
            ("PersonX plants a tree", "xWant", "to rest"),
            ("PersonX plants a tree", "xWant", "none"),
            ("cat", "Desires", "to bathe"),
        ]
        last = found[-1]
        assert isinstance(last, KnowledgeTuple) and last.negated and last.source == "atomic2020"

    def test_the_statements_are_those_of_the_tuples(self, tmp_path: Path) -> None:
        prompt = only(write(tmp_path, "PersonX eats @@ xWant\tto drink\n"))
        assert prompt == only(write(tmp_path, "PersonX eats\txWant\tto drink\n", "train.tsv"))

    def test_broken_rows(self, tmp_path: Path) -> None:
        good = "PersonX eats @@ xWant\tto drink\n" * 5
        rows = (
            good + "PersonX eats xWant\tto go\nPersonX eats @@ xWants\tto go\n@@ xWant\tto go\na @@ xWant\n"
        )
        found = read(write(tmp_path, rows))
        assert reasons(found) == ["unknown-relation", "unknown-relation", "no-head", "wrong-columns"]

    def test_an_at_sign_in_the_head_is_no_prompt(self, tmp_path: Path) -> None:
        assert triples(read(write(tmp_path, "PersonX meets @@ noon\txWant\tto eat\n"))) == [
            ("PersonX meets @@ noon", "xWant", "to eat")
        ]


class TestAtomic2019:
    HEADER = "event,oEffect,oReact,oWant,xAttr,xEffect,xIntent,xNeed,xReact,xWant,prefix,split\n"

    def test_every_answer_is_a_statement(self, tmp_path: Path) -> None:
        row = 'PersonX mends ___,[],"[""none"", ""glad""]",[],[],[],[],"[""to find, then sew""]",[],[],,trn\n'
        assert triples(read(write(tmp_path, self.HEADER + row, "v4.csv"))) == [
            ("PersonX mends ___", "oReact", "none"),
            ("PersonX mends ___", "oReact", "glad"),
            ("PersonX mends ___", "xNeed", "to find, then sew"),
        ]

    def test_escapes_in_answers_are_read_and_spelt_alike(self, tmp_path: Path) -> None:
        row = r'PersonX eats,[],[],[],[],[],[],[],"[""PersonY\u2019s\tpie""]",[],[],trn' + "\n"
        assert triples(read(write(tmp_path, self.HEADER + row, "v4.csv"))) == [
            ("PersonX eats", "xReact", "PersonY's pie")
        ]

    def test_broken_rows(self, tmp_path: Path) -> None:
        good = 'PersonX eats,[],[],[],[],[],[],[],"[""full""]",[],[],trn\n'
        bad = 'PersonX sits,[],[],[],[],[],[],[],"[""full"" ""tired""]",[],[],trn\nPersonX runs,[],[]\n'
        found = read(write(tmp_path, self.HEADER + good * 4 + bad + good, "v4.csv"))
        assert reasons(found) == ["malformed-json", "wrong-columns"]
        assert len(triples(found)) == 5


def assertion(relation: str, start: str, end: str, **about: Any) -> str:
    uri = f"/a/[/r/{relation}/,{start}/,{end}/]"
    return "\t".join((uri, f"/r/{relation}", start, end, json.dumps({"dataset": "/d/x"} | about)))


class TestConceptNet:
    def test_a_row(self, tmp_path: Path) -> None:
        said = only(
            write(tmp_path, assertion("NotCapableOf", "/c/en/old_cat/n/wn/animal", "/c/en/fly", weight=2.5))
        )
        assert (said.head, said.relation, said.negated, said.tail) == ("old cat", "CapableOf", True, "fly")
        assert (said.weight, said.language, said.source) == (2.5, "en", "conceptnet")

    def test_languages(self, tmp_path: Path) -> None:
        rows = [
            assertion("IsA", "/c/fr/chat", "/c/fr/animal", weight=1.0),
            assertion("Synonym", "/c/en/cat", "/c/de/katze", weight=1.0),
            assertion("ExternalURL", "/c/en/cat", "http://example.org/cat", weight=1.0),
        ]
        found = read(write(tmp_path, "\n".join(rows)))
        assert [said.language for said in found if isinstance(said, KnowledgeTuple)] == ["fr", "mul", "en"]
        assert triples(found)[2][2] == "http://example.org/cat"

    def test_the_weight_wherever_it_is(self, tmp_path: Path) -> None:
        rows = [
            assertion("IsA", "/c/en/cat", "/c/en/pet", weight=3.0, surfaceText="[[a cat]] is [[a pet]]"),
            assertion("IsA", "/c/en/cow", "/c/en/pet"),
        ]
        found = read(write(tmp_path, "\n".join(rows)))
        assert [said.weight for said in found if isinstance(said, KnowledgeTuple)] == [3.0, 1.0]

    def test_broken_rows(self, tmp_path: Path) -> None:
        good = assertion("IsA", "/c/en/cat", "/c/en/pet", weight=1.0)
        cells = good.split("\t")
        rows = [
            *[good] * 6,
            "\t".join(cells[:4]),
            "\t".join([*cells[:4], '{"weight": ']),
            "\t".join([*cells[:4], '{"weight": "x"}']),
            "\t".join([*cells[:2], "cat", *cells[3:]]),
            "\t".join([cells[0], "/r/Likes", *cells[2:]]),
        ]
        assert reasons(read(write(tmp_path, "\n".join(rows)))) == [
            "wrong-columns",
            "malformed-json",
            "malformed-json",
            "bad-concept",
            "unknown-relation",
        ]


class TestCN100K:
    def test_relation_comes_first(self, tmp_path: Path) -> None:
        said = only(write(tmp_path, "NotHasProperty\tcat\tobedient\n"))
        assert (said.head, said.relation, said.tail, said.negated) == ("cat", "HasProperty", "obedient", True)

    def test_weights_are_kept(self, tmp_path: Path) -> None:
        assert only(write(tmp_path, "IsA\tcat\tpet\t3.6\n")).weight == 3.6

    @pytest.mark.parametrize("label", ["0", "0.0", "-1.5"])
    def test_what_is_labelled_false_is_never_a_fact(self, tmp_path: Path, label: str) -> None:
        true, false = read(write(tmp_path, f"IsA\tcat\tpet\t1\nIsA\tcat\tpotato\t{label}\n"))
        assert isinstance(true, KnowledgeTuple) and true.weight == 1.0
        assert isinstance(false, Dropped)
        assert (false.reason, false.record.tail) == ("labelled-false", "potato")

    def test_broken_rows(self, tmp_path: Path) -> None:
        rows = "IsA\tcat\tpet\t1\n" * 4 + "IsA\tcat\tpet\tyes\nIsA\t\tpet\t1\nIsA\tcat\tpet\tnan\n"
        assert reasons(read(write(tmp_path, rows))) == ["bad-number", "no-head", "bad-number"]


QUASIMODO = "cat\thas_color\tblack\t{}\t{}\t0.97\tcats are black x#x3 x#xA search\t0.8\t0.1\n"


class TestQuasimodo:
    def test_a_row(self, tmp_path: Path) -> None:
        said = only(write(tmp_path, QUASIMODO.format(" ", 1)))
        assert (said.head, said.relation, said.tail, said.negated) == ("cat", "HasProperty", "black", True)
        assert (said.weight, said.modality, said.facets) == (0.97, "", [])

    def test_modality_and_facets(self, tmp_path: Path) -> None:
        modality = "often x#x2 // sometimes x#x5 // TBC[black and white] x#x1 // some[subj/old] x#x1"
        said = only(write(tmp_path, QUASIMODO.format(modality, 0)))
        assert said.modality == "sometimes"
        assert said.facets == [Facet("object", "black and white"), Facet("subject", "old")]

    def test_all_is_no_restriction(self, tmp_path: Path) -> None:
        said = only(write(tmp_path, QUASIMODO.format("some[subj/all] x#x1", 0)))
        assert (said.modality, said.facets) == ("", [])

    def test_header_and_other_columns(self, tmp_path: Path) -> None:
        rows = "id\tsubject\tpredicate\tobject\tis_negative\tscore\n7\tcat\tPurr At\tnight\t0\t0.5\n"
        said = only(write(tmp_path, rows))
        assert (said.head, said.relation, said.tail, said.weight) == ("cat", "purr at", "night", 0.5)

    def test_judged_statements(self, tmp_path: Path) -> None:
        rows = "cat\tcan\tpurr\t0\t1\ncat\tcan\tsing\t0\t0\ncat\tcan\tfly\t1\t1\n"
        purr, sing, fly = read(write(tmp_path, rows))
        assert isinstance(purr, KnowledgeTuple) and purr.relation == "CapableOf"
        assert isinstance(sing, Dropped) and sing.reason == "labelled-false"
        assert isinstance(fly, KnowledgeTuple) and fly.negated

    def test_broken_rows(self, tmp_path: Path) -> None:
        good = QUASIMODO.format(" ", 0)
        rows = good * 4 + "cat\tpurr\n" + good.replace("0.97", "high") + QUASIMODO.format(" ", "maybe")
        assert reasons(read(write(tmp_path, rows))) == ["wrong-columns", "bad-number", "bad-number"]


def ascent(**fields: Any) -> str:
    row = {"arg1": "cat", "rel": "/r/CapableOf", "arg2": "hunt mice", "subject": "cat", "predicate": "hunt"}
    return json.dumps(row | {"object": "mice", "support": 4, "facets": []} | fields) + "\n"


class TestAscent:
    def test_a_row(self, tmp_path: Path) -> None:
        facets = [
            {"value": "at night", "type": "TEMPORAL", "support": 2},
            {"value": "in\u00a0barns", "type": "LOCATION", "support": 1},
            {"value": "usually", "type": "TEMPORAL", "support": 1},
            {"value": "quietly", "type": "MANNER", "support": 1},
        ]
        said = only(write(tmp_path, ascent(facets=facets), "ascent.json"))
        assert (said.head, said.relation, said.tail, said.weight) == ("cat", "CapableOf", "hunt mice", 4.0)
        assert said.modality == "usually"
        assert said.facets == [
            Facet("time", "at night"),
            Facet("place", "in barns"),
            Facet("manner", "quietly"),
        ]

    def test_the_open_triple_where_the_canonical_one_says_nothing(self, tmp_path: Path) -> None:
        rows = ascent(rel="/r/RelatedTo", arg2="krill", predicate="Feed on", object="krill")
        rows += ascent(rel="/r/RelatedTo", arg2="lion", predicate="be related to", object="lion")
        assert triples(read(write(tmp_path, rows, "a.jsonl"))) == [
            ("cat", "feed on", "krill"),
            ("cat", "RelatedTo", "lion"),
        ]

    def test_broken_rows(self, tmp_path: Path) -> None:
        rows = ascent() * 6 + ascent()[:40] + "\n[1, 2]\n" + ascent(facets="often") + ascent(arg1=7)
        rows += ascent(support=None) + ascent(arg1="", subject="")
        expected = ["malformed-json"] * 4 + ["bad-number", "no-head"]
        assert reasons(read(write(tmp_path, rows, "a.json"))) == expected

    def test_half_a_surrogate_pair_is_no_text(self, tmp_path: Path) -> None:
        rows = ascent() * 2 + ascent(arg2="\ud800")
        assert reasons(read(write(tmp_path, rows, "a.json"))) == ["invalid-unicode"]


class TestAscentPP:
    HEADER = (
        "primary_subject,subject_type,subject,predicate,object,head,relation,tail,saliency,typicality,"
        "facets\n"
    )

    # As independent readers of the published file have the columns; the names decide, not their order.
    PUBLISHED = (
        "primary_subject,subject_type,head,relation,tail,subject,predicate,object,saliency,typicality,"
        "facets\n"
    )

    def test_the_published_order_of_columns(self, tmp_path: Path) -> None:
        rows = (
            'dog,subgroup,guide dog,CapableOf,lead people,guide dogs,lead,people,0.4,0.7,"[{""value"": '
            '""in town"", ""type"": ""LOCATION"", ""support"": 3}]"\n'
        )
        said = only(write(tmp_path, self.PUBLISHED + rows, "ascentpp.csv"))
        assert (said.head, said.relation, said.tail) == ("guide dog", "CapableOf", "lead people")
        assert (said.weight, said.facets) == (0.7, [Facet("place", "in town")])

    def test_rows(self, tmp_path: Path) -> None:
        rows = (
            'elephant,primary,elephant,eat,"grass, bark",elephant,CapableOf,"eat grass, bark",0.9,0.8,'
            '"[{""value"": ""in herds"", ""type"": ""MANNER"", ""support"": 2}]"\n'
            "elephant,aspect,trunk,have,muscles,trunk,HasA,muscles,0.9,0.7,[]\n"
            "elephant,subgroup,african elephant,have,big ears,african elephant,HasA,big ears,0.9,0.6,\n"
        )
        found = read(write(tmp_path, self.HEADER + rows, "ascentpp.csv"))
        assert triples(found) == [
            ("elephant", "CapableOf", "eat grass, bark"),
            ("elephant trunk", "HasA", "muscles"),
            ("african elephant", "HasA", "big ears"),
        ]
        assert isinstance(found[0], KnowledgeTuple)
        assert (found[0].weight, found[0].facets) == (0.8, [Facet("manner", "in herds")])

    def test_columns_go_by_their_names(self, tmp_path: Path) -> None:
        header = "typicality,object,predicate,subject,tail,relation,head\n"
        rows = header + "0.4,mice,hunt,cat,hunt mice,CapableOf,cat\n"
        said = only(write(tmp_path, rows, "ascentpp.csv"))
        assert (said.head, said.tail, said.weight) == ("cat", "hunt mice", 0.4)

    def test_line_breaks_inside_values(self, tmp_path: Path) -> None:
        row = 'cat,primary,cat,hunt,"mice\nand rats",cat,CapableOf,"hunt mice\nand rats",0.9,0.8,[]\n'
        found = read(write(tmp_path, self.HEADER + row * 3, "ascentpp.csv"))
        assert triples(found) == [("cat", "CapableOf", "hunt mice and rats")] * 3

    def test_a_quotation_mark_that_stays_open_costs_one_row(self, tmp_path: Path) -> None:
        good = "cat,primary,cat,hunt,mice,cat,CapableOf,hunt mice,0.9,0.8,[]\n"
        bad = good.replace("mice,cat", '"mice,cat')
        path = write(tmp_path, self.HEADER + good * 3 + bad + good * 200, "ascentpp.csv")
        found = read(path)
        assert reasons(found) == ["malformed-csv"]
        assert len(triples(found)) == 203


def test_equal_statements_have_equal_ids_and_others_do_not(tmp_path: Path) -> None:
    rows = (
        "IsA\tcat\tpet\t1\nIsA\tcat\tpet\t2.5\nNotIsA\tcat\tpet\t1\nIsA\tcat\tanimal\t1\nIsA\tcat\tPet\t1\n"
    )
    said = [item for item in read(write(tmp_path, rows)) if isinstance(item, KnowledgeTuple)]
    assert said[0].id == said[1].id
    assert len({item.id for item in said}) == 4
    again = [item for item in read(tmp_path / "rows.tsv") if isinstance(item, KnowledgeTuple)]
    assert [item.id for item in again] == [item.id for item in said]
