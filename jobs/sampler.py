"""A checkpoint of ours as a model that questions can be asked of (see `curation/responses`)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from curation.endpoint.errors import BAD_ANSWER, NOT_UNICODE
from curation.responses import Ask, NotSampled, Sampled, SamplingPlan
from schemas.split import InputError

if TYPE_CHECKING:  # training needs torch, which takes seconds to import and may not be installed
    from training.generate.load import LoadedModel
    from training.generate.request import Refused
    from training.generate.text import TextCompletion, TextGenerator, TextRequest


class CheckpointModel(SamplingPlan):
    """A checkpoint, and how it is sampled."""

    folder: str = Field(
        min_length=1, description="The checkpoint: config.json, safetensors and tokenizer.json."
    )
    adapter: str = Field(default="", description="The folder of a LoRA adapter that is merged into it.")
    form: Literal["chat", "completion"] = Field(
        default="chat",
        description="`chat`: the question is a user's message in ChatML. `completion`: it is put into "
        "`template`, for models that were not tuned on conversations.",
    )
    template: str = Field(
        default="{system}Question: {prompt}\nAnswer:",
        description="The text of a completion, with {prompt} and {system}; a system prompt is followed by an "
        "empty line.",
    )
    stop: tuple[str, ...] = Field(
        default=("\nQuestion:",), description="Where a completion ends; not used in a chat."
    )
    top_p: float = Field(
        default=1.0, gt=0, le=1, description="The fewest tokens whose probabilities add up to this."
    )
    top_k: int = Field(default=0, ge=0, description="So many of the most likely tokens; 0: all.")
    min_p: float = Field(
        default=0.0, ge=0, le=1, description="Tokens at least this share as likely as the most likely one."
    )
    rows: int = Field(default=32, ge=1, description="Answers that are written at the same time.")
    device: str = Field(default="", description="cpu, cuda or cuda:1; empty: a GPU if there is one.")
    dtype: Literal["", "float32", "bfloat16", "float16"] = Field(
        default="", description="Type of the weights; empty: bfloat16 on a GPU, float32 elsewhere."
    )

    @model_validator(mode="after")
    def _fits_together(self) -> CheckpointModel:
        if "{prompt}" not in self.template:
            raise ValueError("`template` needs {prompt}, where the question goes")
        if not self.label:
            raise ValueError(f"the folder {self.folder} has no name that responses could give: set `name`")
        return self

    @property
    def label(self) -> str:
        """What responses call it: its name, or that of its folder."""
        return self.name or Path(self.folder).name


@dataclass(frozen=True)
class CheckpointSampler:
    """Samples a checkpoint. The model is loaded when it is first asked, once in a process."""

    model: CheckpointModel

    @property
    def label(self) -> str:
        """What responses call the model."""
        return self.model.label

    @property
    def plan(self) -> SamplingPlan:
        """How it is sampled."""
        return self.model

    def sample(self, asks: Iterable[Ask]) -> Iterator[Sampled | NotSampled]:
        """See `Sampler`. Raises InputError for a checkpoint that cannot be used, and where torch is not
        installed or memory does not suffice.
        """
        try:
            generator = self._generator()
            from training.errors import MemoryShortError  # noqa: PLC0415
            from training.generate.request import GenerationError, Refused  # noqa: PLC0415
        except ImportError as error:
            raise InputError(f"checkpoints need torch: pip install 'roae[train]' ({error})") from error
        try:
            for result in generator.generate(map(self._request, asks)):
                yield _refused(result) if isinstance(result, Refused) else _sampled(result)
        except (GenerationError, MemoryShortError) as error:
            raise InputError(f"{self.model.folder}: {error}") from error

    def _generator(self) -> TextGenerator:
        from training.generate.text import TextGenerator  # noqa: PLC0415

        model = self.model
        written = tuple(
            file_state(file)
            for folder in (model.folder, model.adapter)
            if folder and Path(folder).is_dir()
            for file in sorted(Path(folder).iterdir())
        )
        generator = TextGenerator(
            _load(model.folder, model.adapter, model.device, model.dtype, written), rows=model.rows
        )
        if model.form == "chat" and not generator.knows_chat:
            raise InputError(
                f"{model.folder} was not tuned on conversations, since its tokenizer lacks ChatML's tokens: "
                "set `form: completion`"
            )
        if model.form == "completion":
            try:
                generator.check_stops(model.stop)
            except ValueError as error:
                raise InputError(f"{model.folder}: {error}") from error
        return generator

    def _request(self, ask: Ask) -> TextRequest:
        from training.generate.request import Sampling  # noqa: PLC0415
        from training.generate.text import TextRequest  # noqa: PLC0415
        from training.text.messages import Message  # noqa: PLC0415

        model = self.model
        sampling = Sampling(
            temperature=ask.temperature, top_p=model.top_p, top_k=model.top_k, min_p=model.min_p
        )
        if model.form == "chat":
            system = [Message("system", ask.system)] if ask.system else []
            return TextRequest(
                prompt=[*system, Message("user", ask.question.prompt)],
                max_new_tokens=model.max_tokens,
                sampling=sampling,
                seed=ask.seed,
            )
        text = model.template.replace("{system}", f"{ask.system}\n\n" if ask.system else "")
        return TextRequest(
            prompt=text.replace("{prompt}", ask.question.prompt),
            max_new_tokens=model.max_tokens,
            sampling=sampling,
            seed=ask.seed,
            stop=model.stop,
        )


def file_state(file: Path) -> tuple[str, int, int]:
    """What changes when the file's bytes do: name, size, and when it was written."""
    found = file.stat()
    return file.name, found.st_size, found.st_mtime_ns


@functools.lru_cache(maxsize=2)
def _load(
    folder: str, adapter: str, device: str, dtype: str, written: tuple[tuple[str, int, int], ...]
) -> LoadedModel:
    """The shards of a stage are sampled one after another in the same process. Files `written` since then are
    another model.
    """
    from training.errors import MemoryShortError  # noqa: PLC0415
    from training.generate.load import load  # noqa: PLC0415

    try:
        return load(Path(folder), adapter=Path(adapter) if adapter else None, device=device, dtype=dtype)
    except (ValueError, MemoryShortError) as error:  # CheckpointError is a ValueError
        raise InputError(str(error)) from error


def _refused(refused: Refused) -> NotSampled:
    return NotSampled(refused.reason, refused.detail)


def _sampled(completion: TextCompletion) -> Sampled | NotSampled:
    text = completion.text.strip()
    if not text:
        return NotSampled("empty", f"the answer is empty (finish: {completion.finish})")
    if "\x00" in text:
        return NotSampled(BAD_ANSWER, "the answer has null characters")
    if "\ufffd" in text:
        return NotSampled(NOT_UNICODE, "the answer's bytes are no UTF-8")
    return Sampled(text, completion.finish, completion.prompt_tokens, len(completion.tokens))
