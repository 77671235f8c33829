"""Codes of values of front matter and settings."""

from digest.lint.codes.code_rows import EITHER, ERROR, WARNING, Code

VALUE_CODES = (
    Code(
        "no-value",
        WARNING,
        "A word that stands for nothing yet, as a whole value, item of a list or section. It is read as absent.",
        "title_zh: None",
        "title_zh: 将图映射到词",
    ),
    Code("bad-acl", ERROR, "A value that is no id of the ACL Anthology.", "acl: long.1", "acl: 2023.acl-long.1"),
    Code(
        "bad-alias",
        EITHER,
        "An earlier address that cannot be one: of another site, or with a name that no file can have. "
        "One that Windows alone cannot have is a warning.",
        "aliases: [https://elsewhere.example/x.html]",
        "aliases: [old/x.html]",
    ),
    Code("bad-arxiv", ERROR, "A value that is no arXiv id or address.", "arxiv: 2302.384", "arxiv: 2302.03084"),
    Code(
        "bad-authority",
        ERROR,
        "A naming authority that is no domain with a year (RFC 4151).",
        "authority: example.org",
        "authority: example.org,2023",
    ),
    Code(
        "bad-bundle",
        ERROR,
        "A bundle of a theme that is neither a style sheet nor a script, or made of nothing.",
        "bundles: {all: a.css}",
        "all.css: a.css",
    ),
    Code(
        "bad-colour", ERROR, "A colour that is not `#` and six hexadecimal digits.", "colour: red", "colour: '#cc0000'"
    ),
    Code(
        "bad-date",
        EITHER,
        "A date that is not one, or does not fit the others. A correction before the entry's own day or in the future "
        "is an error; a paper that appeared after its entry's day, or a year that other keys contradict, a warning.",
        "date: 8 Feb 2023",
        "date: 2023-02-08",
    ),
    Code("bad-doi", ERROR, "A value that is no DOI.", "doi: 1145/3292500", "doi: 10.1145/3292500"),
    Code("bad-email", ERROR, "A value that is no e-mail address.", "email: me at example", "email: me@example.org"),
    Code("bad-id", ERROR, "A key of authors.yaml that is no id.", "Wei Wang (PKU):", "wei-wang-pku:"),
    Code(
        "bad-issue-title",
        ERROR,
        "A place-holder in `issue_title` other than {number} and {date}.",
        "issue_title: No. {count}",
        "issue_title: No. {number}",
    ),
    Code("bad-language", ERROR, "Languages that a site cannot have.", "languages: [zh, fr]", "languages: [zh, en]"),
    Code("bad-openreview", ERROR, "A value that is no OpenReview id.", "openreview: rJ4", "openreview: rJ4km2R5t7"),
    Code(
        "bad-orcid",
        ERROR,
        "A value that is no ORCID iD, or one whose last digit does not fit the others.",
        "orcid: 0000-0002-1825",
        "orcid: 0000-0002-1825-0097",
    ),
    Code("bad-rating", ERROR, "A value that is no rating.", "rating: good", "rating: 8.5/10"),
    Code("bad-slug", ERROR, "A last part of an address that files cannot have as a name.", "slug: a/b", "slug: a-b"),
    Code(
        "bad-theme",
        ERROR,
        "A name that no theme can have, or in `extends` one that no theme has, or a circle of themes.",
        "theme: themes/mine",
        "theme: mine",
    ),
    Code("bad-url", ERROR, "A value that is no web address.", "url: example.org", "url: https://example.org/"),
    Code(
        "too-long",
        ERROR,
        "A name of a page that is longer than file systems take.",
        "a file whose name has 90 Chinese characters",
        "a shorter name, or a key slug",
    ),
    Code(
        "unknown-category",
        WARNING,
        "A category that is neither one of arXiv's nor one of the settings: a typo makes a category of its own.",
        "category: cs.VC",
        "category: cs.CV; or name your own in digest.yaml: categories: {VC: {zh: 创投}}",
    ),
)
