"""A base checkpoint and an adapter merged into a checkpoint of its own, a tensor at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from torch import Tensor

from training.checkpoint.folder import CONFIG, FILE_BYTES, file_names, share_out, write_index
from training.checkpoint.stored import StoredWeights
from training.checkpoint.tensor_file import Described, write_streamed
from training.errors import CheckpointError, SettingsError
from training.merge.updates import read_updates
from training.text.published import TokenizerFile

# What a model's folder has beside its weights. Of the tokenizer's files, those of one folder are taken: the
# adapter's if it has any, since it may have been trained with a chat template that the base lacks.
_TOKENIZER = (
    "tokenizer.json",
    "tokenizer.model",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "chat_template.jinja",
    "vocab.json",
    "merges.txt",
)
_ITSELF = ("tokenizer.json", "tokenizer.model")
_GENERATION = "generation_config.json"


def merge_adapter(
    base: Path,
    adapter: Path,
    output: Path,
    *,
    file_bytes: int = FILE_BYTES,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Writes the checkpoint in `base` with the LoRA adapter in `adapter` added to its weights.

    Weights keep their types and are written one per expert and matrix, in files of at most `file_bytes`;
    `config.json` is the base's. The folder `output` is complete or absent: it is written under another name
    and renamed.

    Raises CheckpointError for a base or adapter that cannot be used or that do not belong together, and
    SettingsError for an output that is there already, or has no room.
    """
    if output.exists():
        raise SettingsError(f"{output} is there already: choose another output, or delete it")
    weights = StoredWeights(base)
    updates = read_updates(adapter, weights)
    tokenizer = _tokenizer(base, adapter, weights)
    described = [Described(name, weights.dtypes[name], shape) for name, shape in weights.shapes.items()]
    size = sum(one.bytes for one in described)
    parent = output.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    if (free := shutil.disk_usage(parent).free) < size:
        raise SettingsError(f"{parent} has {free / 1e9:,.2f} GB free, and the model takes {size / 1e9:,.2f}")
    tell(f"{len(updates.added):,} of {len(described):,} tensors are adapted; {size / 1e9:,.2f} GB")
    temporary = output.with_name(f"{output.name}.merging")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    try:
        _write(temporary, described, lambda name: updates.apply(name, weights.read(name)), file_bytes, tell)
        _copy(base, adapter, tokenizer, temporary)
        temporary.replace(output)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    tell(f"model: {output}")


def _write(
    folder: Path,
    described: list[Described],
    make: Callable[[str], Tensor],
    file_bytes: int,
    tell: Callable[[str], None],
) -> None:
    by_name = {one.name: one for one in described}
    files = share_out({one.name: one.bytes for one in described}, file_bytes)
    where: dict[str, str] = {}
    for file, names in zip(file_names(len(files)), files, strict=True):
        where |= dict.fromkeys(names, file)
        write_streamed(folder / file, [by_name[name] for name in names], make)
        tell(f"{file}: {len(names)} tensors")
    write_index(folder, where, sum(one.bytes for one in described))


def _tokenizer(base: Path, adapter: Path, weights: StoredWeights) -> Path | None:
    """The folder whose tokenizer is copied. Raises CheckpointError for an adapter's with ids that the base
    has no embeddings for.
    """
    for folder in (adapter, base):
        if any((folder / name).exists() for name in _ITSELF):
            ids = TokenizerFile.find(str(folder)).ids()
            if ids > weights.config.vocab_size:
                raise CheckpointError(
                    f"{folder} has a tokenizer with {ids:,} ids, and the model's vocabulary has "
                    f"{weights.config.vocab_size:,}: it is another model's tokenizer"
                )
            return folder
    return None


def _copy(base: Path, adapter: Path, tokenizer: Path | None, folder: Path) -> None:
    """Copies what stands beside the weights; the configuration last: without it, it is no checkpoint."""
    for name in _TOKENIZER if tokenizer else ():
        if tokenizer and (tokenizer / name).exists():
            shutil.copyfile(tokenizer / name, folder / name)
    generation = next((own / _GENERATION for own in (adapter, base) if (own / _GENERATION).exists()), None)
    if generation:
        shutil.copyfile(generation, folder / _GENERATION)
    for path in sorted(base.iterdir()):
        if path.name.upper().startswith(("LICENSE", "NOTICE")) and path.is_file():
            shutil.copyfile(path, folder / path.name)
    shutil.copyfile(base / CONFIG, folder / CONFIG)
