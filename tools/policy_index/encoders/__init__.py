"""Texts as points of equal length, near each other when they mean the same."""

from tools.policy_index.encoders.choice import CHOICES, default_encoder, encoder_for, is_choice
from tools.policy_index.encoders.protocol import Encoder, EncoderUnavailable, Purpose

__all__ = [
    "CHOICES",
    "Encoder",
    "EncoderUnavailable",
    "Purpose",
    "default_encoder",
    "encoder_for",
    "is_choice",
]
