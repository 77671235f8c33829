"""Codes of themes."""

from digest.lint.codes.code_rows import EITHER, ERROR, WARNING, Code

THEME_CODES = (
    Code(
        "missing-asset",
        EITHER,
        "A file that a theme or `head` names and the site does not have: in a bundle an error, elsewhere a warning.",
        "url('fnot.woff2')",
        "url('font.woff2')",
    ),
    Code(
        "missing-contract",
        WARNING,
        "A theme of the site's own whose `theme.yaml` does not say for which contract with themes it is written.",
        "extends: default",
        "requires: 1, and below it extends: default",
    ),
    Code(
        "unknown-contract",
        ERROR,
        "A theme that is written for a contract with themes that this digest does not have.",
        "requires: 99",
        "requires: 1",
    ),
    Code(
        "missing-string",
        WARNING,
        "A string of a theme that one language has and another has not.",
        "mine: 我的, in strings/zh.yaml alone",
        "also mine: Mine, in strings/en.yaml",
    ),
    Code(
        "unknown-string",
        WARNING,
        "A string that no template uses, of a name that the theme does not have.",
        "sumary: Summary",
        "summary: Summary",
    ),
    Code(
        "outside-blocks",
        WARNING,
        "Text or output outside the blocks of a template that extends another: only the blocks are on the pages.",
        '{% extends "!base.html" %}<p>Words</p>',
        '{% extends "!base.html" %}{% block after %}<p>Words</p>{% endblock %}',
    ),
    Code(
        "unknown-block",
        WARNING,
        "A block that the extended template does not have, so that it is shown nowhere.",
        "{% block afer %}",
        "{% block after %}",
    ),
    Code(
        "unused-theme-file",
        WARNING,
        "A style sheet or script of a theme that nothing uses, or what has nearly the name of a file that is used.",
        "themes/defualt/, templates/isue.html",
        "themes/default/, templates/issue.html",
    ),
    Code(
        "template-error",
        ERROR,
        "A template that cannot be rendered: a wrong syntax, or a name that there is not.",
        "{{ card.titel }}",
        "{{ card.title }}",
    ),
)
