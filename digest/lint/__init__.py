"""Lint rules for texts that a build accepts, run by `digest check` only.

Each rule is a function whose docstring is its documentation page; `rules.py` lists them all. Pure: a document in,
findings out, with edits where the fix is certain.
"""
