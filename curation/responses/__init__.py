"""Answers to questions, sampled from models or made by corrupting what is right."""

from curation.responses.config import ResponsesConfig, SampledModel, SamplingPlan
from curation.responses.corrupted import CorruptedConfig, QuestionsToCorrupted
from curation.responses.sampler import Ask, NotSampled, Sampled, Sampler
from curation.responses.sampling import QuestionsToResponses

__all__ = [
    "Ask",
    "CorruptedConfig",
    "NotSampled",
    "QuestionsToCorrupted",
    "QuestionsToResponses",
    "ResponsesConfig",
    "Sampled",
    "SampledModel",
    "Sampler",
    "SamplingPlan",
]
