"""Texts as points of equal length, near each other when they mean the same."""

from tools.policy_index.encoders.choice import (
    CHOICES,
    MINILM,
    default_encoder,
    encoder_for,
    is_choice,
)
from tools.policy_index.encoders.protocol import Encoder, EncoderUnavailable, Purpose

__all__ = [
    "CHOICES",
    "MINILM",
    "Encoder",
    "EncoderUnavailable",
    "Purpose",
    "default_encoder",
    "encoder_for",
    "is_choice",
]
