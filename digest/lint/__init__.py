"""What an editor would be ashamed of in print: rules over texts that a build accepts, told by `digest check` only.

Each rule is a function in the module of its family, and its docstring is its page of documentation. `rules.py` lists
them all. The room is pure: a text in, findings out, with the edits that would mend them where that is certain.
"""
