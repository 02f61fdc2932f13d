"""A checkpoint's folder as a model that is ready to be asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from training.checkpoint.adapter import load_adapter
from training.checkpoint.hugging_face import load_weights, read_config
from training.errors import CheckpointError
from training.model.lora import merge_lora
from training.model.mixtral import Mixtral
from training.out_of_memory import explaining_memory
from training.text.chat import END, START
from training.text.published import ids_of

_DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


@dataclass(frozen=True)
class LoadedModel:
    """A model and its tokenizer.

    `bos_id` is the token that documents begin with (None: the tokenizer has none), `end_ids` are those that
    end a text. `knows_chat` says whether the tokenizer has ChatML's tokens. `chat_has_bos` is whether the
    chat template begins with `bos_id`, and `text_has_bos` whether texts do, as the tokenizer has it.
    """

    model: Mixtral
    tokenizer: Tokenizer
    bos_id: int | None
    end_ids: frozenset[int]
    knows_chat: bool
    chat_has_bos: bool
    text_has_bos: bool

    @property
    def vocabulary(self) -> int:
        """How many of the model's first ids the tokenizer has."""
        return ids_of(self.tokenizer)


def load(folder: Path, *, adapter: Path | None = None, device: str = "", dtype: str = "") -> LoadedModel:
    """Reads weights, merges the adapter's if there is one, and reads the tokenizer.

    `device` is torch's name of one (empty: a GPU if there is one), `dtype` float32, bfloat16 or float16
    (empty: bfloat16 on a GPU, float32 elsewhere). Raises CheckpointError for a folder that lacks something or
    whose parts do not belong together, ValueError for a device or type that there is not, and
    MemoryShortError.
    """
    if not folder.is_dir():
        raise CheckpointError(f"{folder} is no checkpoint: there is no such folder")
    tokenizer = _read_tokenizer(folder)
    config = read_config(folder)
    if (ids := ids_of(tokenizer)) > config.vocab_size:
        raise CheckpointError(
            f"{folder}: tokenizer.json has {ids:,} ids, and the model {config.vocab_size:,}: it is another "
            "model's tokenizer"
        )
    where = _device(device)
    if dtype and dtype not in _DTYPES:
        raise ValueError(f"{dtype!r} is no type of weights: take one of {', '.join(_DTYPES)}")
    kind = _DTYPES[dtype] if dtype else torch.bfloat16 if where.type == "cuda" else torch.float32
    gigabytes = config.parameters() * kind.itemsize / 1e9
    with explaining_memory(f"The weights take {gigabytes:.1f} GB as {kind}: take another device, or dtype"):
        with torch.device("meta"):  # no memory, and no time for numbers that are overwritten
            model = Mixtral(config).to(kind)
        model = model.to_empty(device=where)
        if config.tie_embeddings:
            model.head.weight = model.embedding.weight
        load_weights(model, folder)
        if adapter is not None:
            load_adapter(model, adapter)
            merge_lora(model)
    model.requires_grad_(False)
    own = _read_json(folder / "tokenizer_config.json")
    template = str(own.get("chat_template") or "")
    if (folder / "chat_template.jinja").exists():
        template = (folder / "chat_template.jinja").read_text(encoding="utf-8")
    bos = _special(tokenizer, config.bos_token_id)
    ends = _read_json(folder / "generation_config.json").get("eos_token_id")
    listed = [*(ends if isinstance(ends, list) else [ends]), config.eos_token_id]
    return LoadedModel(
        model=model,
        tokenizer=tokenizer,
        bos_id=bos,
        end_ids=frozenset(index for index in listed if _special(tokenizer, index) is not None),
        knows_chat=all(tokenizer.token_to_id(token) is not None for token in (START, END)),
        chat_has_bos="bos_token" in template,
        # The tokenizer of a model that chats leaves it to the template.
        text_has_bos="bos_token" in template or tokenizer.encode("a").ids[:1] == [bos],
    )


def _read_tokenizer(folder: Path) -> Tokenizer:
    path = folder / "tokenizer.json"
    if not path.exists():
        raise CheckpointError(f"{path} is missing: text cannot become tokens without the model's tokenizer")
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises plain Exceptions
        raise CheckpointError(f"{path} is no tokenizer that can be read: {error}") from error


def _special(tokenizer: Tokenizer, index: Any) -> int | None:
    """The id, if it is that of a special token: a configuration's default may be any other tokenizer's."""
    token = tokenizer.get_added_tokens_decoder().get(index) if isinstance(index, int) else None
    return index if token is not None and token.special else None


def _device(name: str) -> torch.device:
    try:
        device = torch.device(name or ("cuda" if torch.cuda.is_available() else "cpu"))
    except RuntimeError:
        raise ValueError(f"{name!r} is no device: take cpu, cuda or cuda:1") from None
    if device.type not in ("cpu", "cuda"):
        raise ValueError(f"the device {name} is not known here: take cpu or cuda")
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        raise ValueError(f"there is no device {device}: torch sees {torch.cuda.device_count()} GPUs")
    return device


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path} cannot be read: {error}") from error
    if not isinstance(value, dict):
        raise CheckpointError(f"{path} holds no JSON object")
    return value
