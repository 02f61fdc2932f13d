import dataclasses

import pytest

from curation.judge import Cascade, CascadeConfig, cascade_report, unscored
from schemas.responses import CONTRADICTED, NOT_FOUND, SUPPORTED, UNSCORED, Verdict
from tests.curation.judge.reading import blocks, claims, honest, judge, numbered, page
from tests.endpoint_server import EndpointServer

TEXT = "Orla Venn was a Danish potter. She taught in Ribe. Her vases did not sell."


class WordOverlap:
    """The share of a claim's words that the page has is how probable it is."""

    def check(self, claims, pages):
        page = {word.strip(".").lower() for document in pages for word in document.text.split()}
        found = []
        for claim in claims:
            words = [word.strip(".").lower() for word in claim.text.split()]
            if claim.text == "…":
                found.append(unscored(claim, "offline", "no-words"))
                continue
            share = sum(word in page for word in words) / len(words)
            found.append(
                Verdict(
                    claim=claim.id,
                    response=claim.response,
                    question=claim.question,
                    label=SUPPORTED if share > 0.5 else NOT_FOUND,
                    probability=share,
                    checker="offline",
                    reason=f"{share:.0%} of the words",
                )
            )
        return found


CLAIMS = (
    "She taught in Ribe.",
    "Her vases did sell.",
    "Her vases did sell in Sweden.",
    "Quite another thing.",
    "…",
)
NONE = CascadeConfig(certain_below=0.1, certain_above=0.9, audit_share=0)


def cascade(server, config, **fields):
    return Cascade(WordOverlap(), judge(server, **fields), config, 1)


def asked_of(server):
    """The claims that the judge saw, its controls aside."""
    texts = [text for asked in server.asked for text in numbered(blocks(asked)["claims"]).values()]
    return [text for text in texts if not text.startswith("The passages ")]


def test_only_what_is_uncertain_goes_to_the_judge():
    with EndpointServer(honest) as server:
        found = cascade(server, NONE).check(claims(*CLAIMS[:4]), [page(TEXT)])
        assert asked_of(server) == [CLAIMS[2]]
    assert [verdict.checker for verdict in found] == ["offline", "offline", "judge:m", "offline"]
    assert (found[2].label, found[2].earlier_label) == (NOT_FOUND, SUPPORTED)
    assert found[2].earlier_probability == pytest.approx(5 / 6)
    assert {verdict.earlier_label for verdict in (found[0], found[1], found[3])} == {""}


def test_what_the_first_could_not_score_goes_too():
    with EndpointServer(honest) as server:
        found = cascade(server, NONE).check(claims("…", CLAIMS[0]), [page(TEXT)])
        assert len(server.asked) == 1
    assert [verdict.checker for verdict in found] == ["judge:m", "offline"]


def test_what_cannot_be_checked_goes_nowhere():
    opinion = dataclasses.replace(claims("…")[0], checkable=False, reason="opinion")
    with EndpointServer(honest) as server:
        [found] = cascade(server, NONE).check([opinion], [page(TEXT)])
        assert (found.label, found.checker, found.earlier_label) == (UNSCORED, "offline", "")
        [found] = cascade(server, NONE).check(claims("…"), [page("")])
        assert (found.label, found.checker, found.earlier_label) == (UNSCORED, "offline", "")
        assert not server.asked


def test_nothing_uncertain_asks_nothing():
    with EndpointServer(honest) as server:
        found = cascade(server, NONE).check(claims(CLAIMS[0], CLAIMS[3]), [page(TEXT)])
        assert [verdict.label for verdict in found] == [SUPPORTED, NOT_FOUND] and not server.asked


def test_an_audit_measures_agreement():
    texts = [CLAIMS[0], CLAIMS[1]] * 100  # the first checker is sure of both, and wrong about the second
    with EndpointServer(honest) as server:
        config = CascadeConfig(audit_share=0.2)
        found = cascade(server, config).check(claims(*texts), [page(TEXT)])
        asked = len(asked_of(server))
        assert 20 <= asked <= 60
        report = cascade_report(found, config, 40)
        assert (report.claims, report.judged, report.audited) == (200, asked, asked)
        assert report.agreed == sum(verdict.label == SUPPORTED for verdict in found if verdict.earlier_label)
        assert 0.2 < report.agreement < 0.8
        assert all(
            verdict.label == (SUPPORTED if text == CLAIMS[0] else CONTRADICTED)
            for text, verdict in zip(texts, found, strict=True)
            if verdict.earlier_label
        )
        again = cascade(server, config).check(claims(*texts), [page(TEXT)])
        assert again == found


def test_the_report_counts_requests():
    verdicts = WordOverlap().check(claims(*[CLAIMS[0]] * 100, response="a"), [page(TEXT)])
    with EndpointServer(honest) as server:
        verdicts += cascade(server, NONE).check(claims(*[CLAIMS[2]] * 50, response="b"), [page(TEXT)])
        report = cascade_report(verdicts, NONE, 40)
        assert (report.responses, report.claims, report.judged) == (2, 150, 50)
        assert (report.calls, report.calls_without) == (len(server.asked), 3 + 2)
    assert report.saved == pytest.approx(1 - 2 / 5)
    assert report.agreement == -1 and "not measured" in str(report)
    assert "60.0% saved" in str(report)


def test_a_judge_that_fails_scores_nothing():
    config = CascadeConfig(certain_below=0.1, certain_above=0.9, audit_share=1)
    with EndpointServer(honest, lambda key, attempt: "401") as server:
        found = cascade(server, config).check(claims(*CLAIMS[:3]), [page(TEXT)])
    # What the first checker was sure of stands; what was to be decided is not.
    assert [verdict.label for verdict in found] == [SUPPORTED, SUPPORTED, UNSCORED]
    assert found[2].error == "unauthorized" and found[2].probability == -1
    assert cascade_report(found, config, 40).unscored == 1


def test_many_in_order(tmp_path):
    items = [(claims(*CLAIMS, response=f"r{number}"), [page(TEXT)]) for number in range(20)]
    with EndpointServer(honest) as server:
        checker = cascade(server, NONE, journal=tmp_path)
        found = list(checker.check_many(items))
        assert found == [checker.check(*item) for item in items]
        assert len(server.asked) == 20


def test_limits_in_the_wrong_order():
    with pytest.raises(ValueError, match="must not be above"):
        CascadeConfig(certain_below=0.8, certain_above=0.2)
