"""Every tool the agent may call, in the order in which calls of one step run.

To add one: write tools/<verb_noun>.py, list it in `tools/catalog.py`.
"""
