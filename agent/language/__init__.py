"""The one reader of customers' words: quantities, yes and no, masking, signals.

The offline engine, the binding of arguments, the gate, confirmation and masking all read through
this package, so that a figure means the same thing everywhere. Nothing here knows a lending rule.
"""
