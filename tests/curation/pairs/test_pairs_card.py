"""The card of a data set of pairs, and the files that other software reads."""

import json

import pytest
import yaml

from curation.pairs import PairsConfig, card_markdown, card_of, pairs_of
from curation.pairs.card import WriteCard
from curation.scoring import ScoringConfig
from pipelines.engine import Group, RunOptions, run_stages
from schemas.preferences import PreferencePair
from schemas.responses import ScoredResponse
from tests.curation.scoring.scored_material import scored


def made(count=8):
    """Pairs of which the shorter answer wins in one of four."""
    for number in range(count):
        texts = ("Ulm.", "In Linz, I think.") if number % 4 == 0 else ("In Ulm, I think.", "Linz.")
        name = f"wiki:{number}#q"
        state = "abstained" if number == 1 else "scored"
        sides = [
            scored(texts[0], 1.0, 0, matched="right", of=name, documents=(f"wiki:{number}",)),
            scored(
                texts[1], 0.25, 1, matched="" if number == 1 else "wrong", state=state, of=name, model="large"
            ),
        ]
        yield from pairs_of(sides, PairsConfig(licences={"wiki": "CC-BY-SA-4.0"}), ScoringConfig())


def test_the_card_says_what_the_pairs_are():
    card = card_of(made())
    assert (card.pairs, card.questions, card.groups) == (8, 8, 8)
    assert card.shorter_wins == 0.25
    assert card.longer_wins == 0.75
    assert card.models == {"large": 8, "small": 8}
    assert (card.abstained_chosen, card.abstained_rejected) == (0.0, 0.125)
    assert card.licences == {"CC-BY-SA-4.0": 8}
    assert sum(card.splits.values()) == sum(card.histogram.values()) == 8
    assert card.margins == [0.75, 0.75, 0.75]
    assert (card.kinds["short"].shorter_wins, card.kinds["short"].abstained) == (0.25, 0.125)
    text = card_markdown(card, "Pairs")
    assert "| all | 8 | 0.75 | 25.0% | 75.0% | 12.5% |" in text
    assert yaml.safe_load(text.split("---")[1])["license"] == "cc-by-sa-4.0"


def test_a_data_set_without_pairs_has_a_card_too():
    card = card_of([])
    assert (card.pairs, card.shorter_wins, card.margins) == (0, 0.0, [])
    assert "0 preference pairs" in card_markdown(card, "None")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A run's folder of pairs, with its card."""
    from tests.jobs.export_run import given_stage

    responses = [
        scored(
            text,
            score,
            sample,
            matched="right" if score else "wrong",
            of=f"wiki:{number}#q",
            documents=(f"wiki:{number}",),
        )
        for number in range(6)
        for sample, (text, score) in enumerate((("Ulm.", 1.0), (f"Linz {number}, of course.", 0.0)))
    ]
    from curation.pairs import ResponsesToPairs

    stages = [
        given_stage("scored", responses),
        Group(
            name="pairs",
            input=ScoredResponse,
            key="question",
            partitions=2,
            function=ResponsesToPairs(PairsConfig(), ScoringConfig()),
            output=PreferencePair,
            finish=WriteCard("Pairs"),
        ),
    ]
    run = tmp_path_factory.mktemp("pairs") / "run"
    run_stages(stages, str(run), RunOptions())
    return run / "20-pairs"


def test_a_run_writes_the_card_beside_the_pairs(folder):
    card = json.loads((folder / "card.json").read_text())
    assert card["pairs"] == 6
    assert "# Pairs" in (folder / "README.md").read_text()


def test_datasets_and_trl_read_the_files_unchanged(folder, tmp_path, monkeypatch):
    datasets = pytest.importorskip("datasets")
    trl = pytest.importorskip("trl")
    torch = pytest.importorskip("torch")
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    datasets.disable_progress_bars()
    loaded = datasets.load_dataset("parquet", data_files=str(folder / "*.parquet"), split="train")
    assert len(loaded) == 6
    assert loaded[0]["prompt"] == [{"role": "user", "content": "Where was Ada Kern born?"}]

    vocabulary = {chr(32 + number): number for number in range(95)} | {"<pad>": 95, "<end>": 96}
    tokens = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokens.pre_tokenizer = pre_tokenizers.Split("\n", "removed")
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=tokens, pad_token="<pad>", eos_token="<end>")
    tokenizer.chat_template = (
        "{% for m in messages %}[{{ m['role'] }}] {{ m['content'] }}<end>{% endfor %}"
        "{% if add_generation_prompt %}[assistant] {% endif %}"
    )
    torch.manual_seed(0)
    size = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    model = LlamaForCausalLM(LlamaConfig(vocab_size=97, **size))
    reference = LlamaForCausalLM(model.config)
    reference.load_state_dict(model.state_dict())
    before = model.model.embed_tokens.weight.detach().clone()
    trainer = trl.DPOTrainer(
        model=model,
        ref_model=reference,
        args=trl.DPOConfig(
            output_dir=str(tmp_path / "out"),
            max_steps=1,
            per_device_train_batch_size=2,
            learning_rate=0.1,
            report_to=[],
            use_cpu=True,
            bf16=False,
            disable_tqdm=True,
            save_strategy="no",
        ),
        train_dataset=loaded,
        processing_class=tokenizer,
    )
    result = trainer.train()
    # Model and reference are the same before the first step: the loss is log 2.
    assert result.training_loss == pytest.approx(0.6931, abs=1e-3)
    assert not torch.equal(before, model.model.embed_tokens.weight)
