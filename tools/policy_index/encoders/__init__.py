"""Texts as points of equal length, near each other when they mean the same."""

from tools.policy_index.encoders.choice import CHOICES, encoder_for, is_choice, minilm
from tools.policy_index.encoders.protocol import Encoder, EncoderUnavailable, Purpose

__all__ = [
    "CHOICES",
    "Encoder",
    "EncoderUnavailable",
    "Purpose",
    "encoder_for",
    "is_choice",
    "minilm",
]
