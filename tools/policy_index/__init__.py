"""The bank's policies, found by the customer's words: `open_policies(...).search("...")`."""

from tools.policy_index.index import PolicyIndex, index_passages
from tools.policy_index.opening import open_policies
from tools.policy_index.records import Audience, Passage, PassageFigure

__all__ = [
    "Audience",
    "Passage",
    "PassageFigure",
    "PolicyIndex",
    "index_passages",
    "open_policies",
]
