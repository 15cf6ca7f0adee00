"""The bank's policies, found by the customer's words: `open_policies(...).search("...")`."""

from tools.policy_index.corpora import index_passages
from tools.policy_index.folder import PolicyFolder
from tools.policy_index.index import LocalIndex
from tools.policy_index.knowledge_base import BedrockKnowledgeBaseIndex
from tools.policy_index.opening import open_policies
from tools.policy_index.records import Audience, Passage, PassageFigure, PolicyIndex

__all__ = [
    "Audience",
    "BedrockKnowledgeBaseIndex",
    "LocalIndex",
    "Passage",
    "PassageFigure",
    "PolicyFolder",
    "PolicyIndex",
    "index_passages",
    "open_policies",
]
