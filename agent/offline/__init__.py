"""The embedded language engine: it knows only lending, and makes the product whole offline.

It reads a message like any other model does (`understand`), answers with tool calls (`plan`) or
with a reply of words and references (`compose`). No figure, no rule of lending and no reading of
numbers lives here: those belong to the tools, the knowledge files and `agent/language`.
"""
