"""Tiny random models: transformers' and ours with the same weights."""

import torch
import transformers

from training.checkpoint.hugging_face import load_weights, read_config
from training.generate.request import Completion
from training.model.mixtral import Mixtral

VOCABULARY = 97
TINY = {
    "vocab_size": VOCABULARY,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 256,
    # Far from 0, so that logits differ and a wrong key changes what is most likely.
    "initializer_range": 0.3,
    "attn_implementation": "eager",
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": 0,
}


def oracle_of(kind="mixtral", **changed):
    torch.manual_seed(1)
    settings = TINY | {"sliding_window": None} | changed
    if kind == "mistral":
        return transformers.MistralForCausalLM(transformers.MistralConfig(**settings)).eval()
    settings = {"num_local_experts": 4, "num_experts_per_tok": 2} | settings
    return transformers.MixtralForCausalLM(transformers.MixtralConfig(**settings)).eval()


def ours_of(oracle, folder):
    oracle.save_pretrained(folder)
    model = Mixtral(read_config(folder))
    load_weights(model, folder)
    return model


def prompts_of(*lengths, seed=3):
    generator = torch.Generator().manual_seed(seed)
    return [torch.randint(3, VOCABULARY, (n,), generator=generator).tolist() for n in lengths]


def completions(engine, requests):
    found = list(engine.generate(requests))
    assert all(isinstance(one, Completion) for one in found), found
    return found
