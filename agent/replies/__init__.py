"""From facts and a template to what a customer reads, and the gate in between.

`references` parses `[[id|style]]`, `renderer` fills them, `gate` checks everything else.
"""
