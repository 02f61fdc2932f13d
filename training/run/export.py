"""The trained model as a Hugging Face folder, and adapters as PEFT has them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from training.checkpoint.adapter import save_adapter
from training.checkpoint.hugging_face import save_weights
from training.model.lora import merge_lora
from training.model.mixtral import Mixtral
from training.settings import ModelSettings
from training.text.published import Published
from training.world import World

MODEL, ADAPTER = "model", "adapter"


def export(
    model: Mixtral,
    settings: ModelSettings,
    published: Published,
    *,
    grown: bool,
    folder: Path,
    world: World,
    tell: Callable[[str], None],
) -> None:
    """Writes `folder/model` and, of a model with adapters, `folder/adapter`; each is complete or absent.

    Adapters are merged into the weights of `model`, which is used up by that. They are not written alone if
    more than they was trained. If the model is spread over processes, all must call this.
    """
    if settings.lora and not grown:
        lora = settings.lora
        _write(
            folder / ADAPTER, lambda place: save_adapter(model, lora, place, settings.base), published, world
        )
        tell(f"adapter: {folder / ADAPTER}")
    merge_lora(model)
    _write(folder / MODEL, lambda place: save_weights(model, place), published, world)
    tell(f"model: {folder / MODEL}")


def _write(final: Path, write: Callable[[Path], None], published: Published, world: World) -> None:
    temporary = final.with_name(f"{final.name}.tmp")
    if world.is_first:
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
    world.wait()
    write(temporary)
    if world.is_first:
        published.write(temporary)
        shutil.rmtree(final, ignore_errors=True)
        temporary.replace(final)
    world.wait()
