"""A model's tokenizer, found where it may be, and written as those who serve the model read it."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from tokenizers.processors import TemplateProcessing

from schemas.token_shards import TokenizerInfo
from training.errors import DataError
from training.text.chat import TEMPLATE
from training.text.from_sentencepiece import convert

_MISTRAL_COMMON = "mistral-common:"
_NAMES = ("tokenizer.json", "tokenizer.model")


@dataclass(frozen=True)
class TokenizerFile:
    """A tokenizer and the file that it was read from."""

    path: Path
    tokenizer: Tokenizer

    @classmethod
    def find(cls, name: str) -> TokenizerFile:
        """`name` is a file, a folder that holds one, or `mistral-common:FILE` for one of that package's.

        Raises DataError where there is none, or none that can be read.
        """
        path = _find(name)
        try:
            if path.read_bytes().lstrip()[:1] == b"{":
                return cls(path, Tokenizer.from_file(str(path)))
            return cls(path, convert(path))
        except Exception as error:  # tokenizers raises plain Exceptions
            raise DataError(f"{path} is no tokenizer that can be read: {error}") from error

    def ids(self) -> int:
        """See `ids_of`."""
        return ids_of(self.tokenizer)

    def sums(self) -> set[str]:
        """SHA-256 of the file and of others beside it that say the same."""
        files = {self.path}
        if self.path.name in _NAMES:
            files |= {self.path.with_name(name) for name in _NAMES}
        return {hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()}


def ids_of(tokenizer: Tokenizer) -> int:
    """One more than the largest id: there may be holes."""
    return max(tokenizer.get_vocab(with_added_tokens=True).values(), default=-1) + 1


def check_made_with(info: TokenizerInfo, found: TokenizerFile, where: str) -> None:
    """Raises DataError unless the shards in the folder `where` have this tokenizer's ids.

    It is the same if the file is; or else if the shards' own tokenizer can be found, and has the same pieces.
    """
    if info.sha256 in found.sums():
        return
    told = f"{where} was made with the tokenizer {info.name}, and the model's is {found.path}"
    try:
        other = TokenizerFile.find(info.name)
    except DataError:
        raise DataError(f"{told}, which is another file: set model.tokenizer to {info.name}") from None
    if hashlib.sha256(other.path.read_bytes()).hexdigest() != info.sha256:
        raise DataError(f"{told}; {info.name} has been changed since, so they cannot be compared")
    own = {index: piece for piece, index in found.tokenizer.get_vocab(with_added_tokens=True).items()}
    theirs = other.tokenizer.get_vocab(with_added_tokens=True)
    if differing := sorted(index for piece, index in theirs.items() if own.get(index) != piece):
        first = differing[0]
        raise DataError(
            f"{told}: {len(differing):,} ids differ, such as {first}, which is "
            f"{other.tokenizer.id_to_token(first)!r} in the one and {own.get(first)!r} in the other. "
            "Tokenize the documents again, or take another model"
        )


@dataclass(frozen=True)
class Published:
    """What is written beside a model's weights. `bos_id` and `eos_id` are of documents (-1: there is none);
    `end_id` ends the turns of a model that chats (None: it does not).
    """

    tokenizer: Tokenizer
    bos_id: int
    eos_id: int
    length: int
    end_id: int | None = None
    begins: bool = True
    source: Path | None = None

    def write(self, folder: Path) -> None:
        """Writes the tokenizer, its configuration with the chat template, and `generation_config.json`."""
        tokenizer = Tokenizer.from_str(self.tokenizer.to_str())
        bos, eos = self._token(self.bos_id), self._token(self.eos_id)
        if self.begins and bos and self.end_id is None:
            tokenizer.post_processor = TemplateProcessing(
                single=f"{bos} $A", pair=f"{bos} $A $B", special_tokens=[(bos, self.bos_id)]
            )
        tokenizer.save(str(folder / "tokenizer.json"))
        end = self._token(self.end_id) if self.end_id is not None else eos
        config: dict[str, Any] = {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "clean_up_tokenization_spaces": False,
            "model_max_length": self.length,
            "bos_token": bos,
            "eos_token": end,
            "pad_token": eos,
        }
        if self.end_id is not None:
            config["chat_template"] = ("{{ bos_token }}" if self.begins and bos else "") + TEMPLATE
        _write(folder / "tokenizer_config.json", config)
        ends = sorted({index for index in (self.eos_id, self.end_id) if index is not None and index >= 0})
        generation: dict[str, Any] = {"eos_token_id": ends}
        if bos:
            generation["bos_token_id"] = self.bos_id
        _write(folder / "generation_config.json", generation)
        if self.source is not None and self.source.name.startswith("tokenizer.model"):
            shutil.copyfile(self.source, folder / "tokenizer.model")

    def _token(self, index: int) -> str | None:
        return self.tokenizer.id_to_token(index) if index >= 0 else None


def _find(name: str) -> Path:
    if name.startswith(_MISTRAL_COMMON):
        try:
            folder = importlib.resources.files("mistral_common") / "data"
        except ModuleNotFoundError:
            raise DataError(f"{name} needs the package mistral-common") from None
        path = Path(str(folder / name.removeprefix(_MISTRAL_COMMON)))
    else:
        path = Path(name)
    if path.is_dir():
        found = next((path / own for own in _NAMES if (path / own).is_file()), None)
        if found is None:
            names = " or ".join(_NAMES)
            raise DataError(f"{path} holds no tokenizer: expected {names} (or set model.tokenizer)")
        return found
    if not path.is_file():
        raise DataError(f"there is no tokenizer {name!r}: set model.tokenizer to a file or a folder with one")
    return path


def _write(path: Path, value: dict[str, Any]) -> None:
    kept = {name: one for name, one in value.items() if one is not None}
    path.write_text(json.dumps(kept, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
