import warnings
from pathlib import Path
from typing import Any

import pytest

from curation.checking.common import UncalibratedWarning
from curation.checking.config import EntailmentConfig, PassageConfig
from curation.checking.entailment import EntailmentChecker
from schemas.responses import CONTRADICTED, NOT_FOUND, SUPPORTED, UNSCORED
from schemas.split import InputError
from tests.curation.checking.pages import TEXT, claim, page

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

pytestmark = pytest.mark.filterwarnings(f"ignore::{UncalibratedWarning.__module__}.UncalibratedWarning")
CLAIMS = [claim("Mara Lindt was a Danish cellist.", 0), claim("", 1), claim("Otto Lindt lived in Bern.", 2)]


def save_model(folder: Path, labels: list[str], likely: str, bias: float = 40.0) -> str:
    """A tiny BERT of random weights; a large bias makes one label likely, whatever it reads."""
    words = sorted({word.lower() for word in TEXT.replace(".", " ").replace(",", " ").split()})
    vocabulary = folder / "vocab.txt"
    folder.mkdir(exist_ok=True)
    vocabulary.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]))
    transformers.BertTokenizer(str(vocabulary)).save_pretrained(folder)
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(words) + 5,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=128,
        initializer_range=1.0,
        id2label=dict(enumerate(labels)),
        label2id={label: place for place, label in enumerate(labels)},
    )
    model = transformers.BertForSequenceClassification(config)
    with torch.no_grad():
        model.classifier.bias.zero_()
        model.classifier.bias[labels.index(likely)] = bias
    model.save_pretrained(folder)
    return str(folder)


def checker(folder: str, **fields: Any) -> EntailmentChecker:
    return EntailmentChecker(EntailmentConfig(folder=folder, max_tokens=64, **fields))


@pytest.mark.parametrize(
    ("labels", "likely", "label"),
    [
        (["CONTRADICTION", "NEUTRAL", "ENTAILMENT"], "ENTAILMENT", SUPPORTED),
        (["entailment", "neutral", "contradiction"], "entailment", SUPPORTED),
        (["entailment", "neutral", "contradiction"], "contradiction", CONTRADICTED),
        (["entailment", "neutral", "contradiction"], "neutral", NOT_FOUND),
        (["unsupported", "supported"], "supported", SUPPORTED),
        (["unsupported", "supported"], "unsupported", NOT_FOUND),
    ],
)
def test_the_order_of_labels_is_read_from_the_models_config(
    tmp_path: Path, labels: list[str], likely: str, label: str
) -> None:
    found = checker(save_model(tmp_path / "nli", labels, likely)).check(CLAIMS, [page()])
    assert [one.label for one in found] == [label, UNSCORED, label]
    assert found[0].checker == "entailment:nli"
    assert (found[0].probability > 0.5) == (label == SUPPORTED)
    for one in found[::2]:
        evidence = one.evidence[0]
        assert TEXT[evidence.start : evidence.end] == evidence.text


def test_batches_change_nothing(tmp_path: Path) -> None:
    folder = save_model(tmp_path, ["LABEL_0", "LABEL_1"], "LABEL_1", bias=0.0)
    claims = [
        claim(f"Mara Lindt {word} in Rome and Bern.", place) for place, word in enumerate(TEXT.split()[:9])
    ]
    fields: dict[str, Any] = {"entailment": "LABEL_1", "passages": PassageConfig(words=20)}
    one = checker(folder, batch=1, **fields).check(claims, [page()])
    many = checker(folder, batch=7, **fields).check(claims, [page()])
    assert [found.evidence for found in one] == [found.evidence for found in many]
    assert [found.probability for found in one] == pytest.approx(
        [found.probability for found in many], abs=1e-4
    )
    assert len({found.probability for found in one}) > 1


def test_a_long_passage_is_cut_and_the_claim_is_not(tmp_path: Path) -> None:
    folder = save_model(tmp_path, ["no", "yes"], "yes")
    long = page(" ".join(["Mara"] * 3000) + " lived in Rome.")
    assert checker(folder).check([claim("Mara lived in Rome.")], [long])[0].label == SUPPORTED


def test_what_shares_no_word_with_the_page_is_not_found(tmp_path: Path) -> None:
    folder = save_model(tmp_path, ["no", "yes"], "yes")
    found = checker(folder).check([claim("Zebras graze.")], [page()])[0]
    assert (found.label, found.probability, found.evidence) == (NOT_FOUND, 0.0, [])


def test_folders_without_a_model_or_a_known_label_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no config\.json"):
        checker(str(tmp_path / "none"))
    folder = save_model(tmp_path / "model", ["LABEL_0", "LABEL_1"], "LABEL_1")
    with pytest.raises(InputError, match="LABEL_0, LABEL_1 is known to mean support"):
        checker(folder)
    with pytest.raises(InputError, match="no label 'denies'"):
        checker(folder, entailment="LABEL_1", contradiction="denies")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text("{}")
    with pytest.raises(InputError, match="cannot be loaded"):
        checker(str(tmp_path / "broken"))


def test_uncalibrated_use_warns(tmp_path: Path) -> None:
    folder = save_model(tmp_path / "model", ["no", "yes"], "yes")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        checker(folder)
    assert any(issubclass(one.category, UncalibratedWarning) for one in caught)
