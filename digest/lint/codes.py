"""The registry of codes: what each diagnostic of a build or an import means, an example, what to write instead.

Rules of style have their pages in their functions (`digest.lint.rules`).
"""

from typing import NamedTuple

from digest.text.diagnostics import Severity

_E, _W, _N = (Severity.ERROR,), (Severity.WARNING,), (Severity.NOTE,)
_EITHER = (Severity.ERROR, Severity.WARNING)


class Code(NamedTuple):
    """A code, the severities that it has, its page, and an example with what to write `instead`.

    `is_of_site`: said of settings, themes or names of files, which cannot allow it themselves. `is_of_import`: only
    `digest import` and `digest new` say it, once. `is_of_links`: only `digest check --links` says it.
    """

    code: str
    severities: tuple[Severity, ...]
    about: str
    example: str
    instead: str
    is_of_site: bool = False
    is_of_import: bool = False
    is_of_links: bool = False

    @property
    def severity(self) -> str:
        """As it is listed: `error`, `warning`, `error or warning`."""
        return " or ".join(self.severities)

    @property
    def allowable(self) -> bool:
        """Whether an `allow` may silence it: errors stop publishing, whatever is allowed."""
        return self.severities != _E and not self.is_of_import

    @property
    def fixes(self) -> bool:
        """Whether `check --fix` may mend it."""
        return False

    @property
    def page(self) -> str:
        """Its documentation."""
        return f"{self.about}\n\nInstead of {self.example}\nwrite      {self.instead}"


_OF_BUILDS = (
    # Files and YAML
    Code(
        "not-utf8",
        _E,
        "A file that is not UTF-8, and no encoding that digest knows.",
        "a file saved as GB18030 by an old editor",
        "the same file, saved as UTF-8",
    ),
    Code(
        "too-large",
        _E,
        "A text, a file of a theme or an `addresses.lock` of more than 100 MB, which is not read.",
        "a data set that is saved as content/data.md",
        "the data where they belong, and a link to them",
    ),
    Code(
        "not-text",
        _E,
        "A file with the name of a text that is something else, such as a picture or an archive.",
        "photo.md, which is a PNG",
        "photo.png",
    ),
    Code(
        "internal-error",
        _E,
        "A fault of digest itself: a file that it could not handle. Please report it with the file.",
        "(any file)",
        "(a report of the fault)",
    ),
    Code(
        "no-front-matter",
        _E,
        "An entry without front matter, the block of keys between two lines `---`.",
        "# A Title, as the first line of the file",
        "---, title: A Title and the other keys, ---",
    ),
    Code(
        "unclosed-front-matter",
        _E,
        "Front matter without the second line `---`, so that keys and text cannot be told apart.",
        "---, then title: A Title, then the text",
        "---, then title: A Title, then ---, then the text",
    ),
    Code(
        "front-matter-too-large",
        _E,
        "Front matter of more than 65,536 characters.",
        "abstract: | and a chapter below it",
        "the section ## Abstract below the front matter",
    ),
    Code("yaml-syntax", _E, "Front matter or settings that are not YAML.", "tags: [a, b", "tags: [a, b]"),
    Code(
        "yaml-feature",
        _E,
        "A feature of YAML that is not read: anchors, aliases and tags, which begin with `&`, `*` or `!`.",
        "tags: *usual",
        "tags: [a, b], or in quotes: '*usual'",
    ),
    Code(
        "second-document",
        _E,
        "A line that starts a second YAML document in settings or front matter.",
        "--- between two keys of digest.yaml",
        "all keys in one block",
    ),
    Code("too-deep", _E, "Lists and mappings nested deeper than any key needs.", "tags: [[[[[...]]]]]", "tags: [a]"),
    Code(
        "tab-indentation",
        _E,
        "A tab that indents a line of YAML, where tabs cannot indent.",
        "a tab before en: Digest",
        "two spaces before en: Digest",
    ),
    Code(
        "not-a-mapping", _E, "Front matter or settings that are no lines of `key: value`.", "A Title", "title: A Title"
    ),
    Code("not-a-key", _E, "A list or mapping in the place of a key.", "[a, b]: c", "tags: [a, b]"),
    Code(
        "duplicate-key",
        _E,
        "A key that is given twice, perhaps under two of its names.",
        "year: 2022, 年份: 2023",
        "one",
    ),
    Code(
        "unknown-key",
        _E,
        "A key that digest does not know: a typo, or a value of the site's own, which belongs below `extra`.",
        "titel: A Title",
        "title: A Title",
    ),
    Code("missing-field", _E, "A key that must be there, or must have a value.", "authors:", "authors: Ada Lovelace"),
    Code("wrong-type", _E, "A value of another kind than the key has.", "draft: maybe", "draft: true"),
    Code("out-of-range", _E, "A number that is too small or too large.", "per_page: 0", "per_page: 20"),
    Code(
        "missing-space",
        _E,
        "A key in braces without a space behind its colon, which is no key to YAML.",
        "editor: {name:Ada}",
        "editor: {name: Ada}",
    ),
    Code(
        "fullwidth-colon",
        _E,
        "A full-width colon behind a key in braces, which is no key to YAML.",
        "editor: {name：Ada}",
        "editor: {name: Ada}",
    ),
    Code(
        "stray-quote",
        _W,
        "A value that starts with a quotation mark that nothing closes. The mark is read as a part of the text.",
        'title: "Attention Is All You Need',
        "title: Attention Is All You Need",
    ),
    Code(
        "fullwidth-comma",
        _W,
        "A full-width comma between the texts of a list, where it may also be a part of a text.",
        "key_points: [一，二]",
        "key_points: [一, 二], or ['一，二']",
    ),
    Code(
        "curly-quotes",
        _W,
        "Curly quotation marks around a value. They are not YAML's, and are left out.",
        "title: “A Title”",
        "title: A Title, or '“A Title”' to show them",
    ),
    Code(
        "comment-for-value",
        _W,
        "A value that starts with `#`, which is a comment to YAML: the key has no value.",
        "title: #MeToo in Science",
        "title: '#MeToo in Science'",
    ),
    Code(
        "control-character",
        _W,
        "An invisible character that belongs into no text, left by a broken copy.",
        "a backspace (U+0008) in a word",
        "the word without it",
    ),
    Code("odd-space", _W, "A space that is no space to programs.", "a no-break space in an address", "an ordinary one"),
    Code(
        "conflict-marker",
        _E,
        "The lines that Git writes into a file when a merge needs a decision. Fenced code may have them.",
        "<<<<<<< HEAD, =======, >>>>>>> other around two versions of a text",
        "one of the two versions, without these lines",
    ),
    Code(
        "lost-file",
        _E,
        "An input that cannot be read, such as an entry: a link without target, or a placeholder of a cloud.",
        "a link `content/2023-02-08` to a drive that is not there today",
        "the folder itself, or a link to one that is there",
    ),
    # Values
    Code(
        "no-value",
        _W,
        "A word that stands for nothing yet, as a whole value, item of a list or section. It is read as absent.",
        "title_zh: None",
        "title_zh: 将图映射到词",
    ),
    Code("bad-acl", _E, "A value that is no id of the ACL Anthology.", "acl: long.1", "acl: 2023.acl-long.1"),
    Code(
        "bad-alias",
        _EITHER,
        "An earlier address that cannot be one: of another site, or with a name that no file can have. "
        "One that Windows alone cannot have is a warning.",
        "aliases: [https://elsewhere.example/x.html]",
        "aliases: [old/x.html]",
    ),
    Code("bad-arxiv", _E, "A value that is no arXiv id or address.", "arxiv: 2302.384", "arxiv: 2302.03084"),
    Code(
        "bad-authority",
        _E,
        "A naming authority that is no domain with a year (RFC 4151).",
        "authority: example.org",
        "authority: example.org,2023",
    ),
    Code(
        "bad-bundle",
        _E,
        "A bundle of a theme that is neither a style sheet nor a script, or made of nothing.",
        "bundles: {all: a.css}",
        "all.css: a.css",
    ),
    Code("bad-colour", _E, "A colour that is not `#` and six hexadecimal digits.", "colour: red", "colour: '#cc0000'"),
    Code(
        "bad-date",
        _EITHER,
        "A date that is not one, or does not fit the others. A correction before the entry's own day or in the future "
        "is an error; a paper that appeared after its entry's day, or a year that other keys contradict, a warning.",
        "date: 8 Feb 2023",
        "date: 2023-02-08",
    ),
    Code("bad-doi", _E, "A value that is no DOI.", "doi: 1145/3292500", "doi: 10.1145/3292500"),
    Code("bad-email", _E, "A value that is no e-mail address.", "email: me at example", "email: me@example.org"),
    Code("bad-id", _E, "A key of authors.yaml that is no id.", "Wei Wang (PKU):", "wei-wang-pku:"),
    Code(
        "bad-issue-title",
        _E,
        "A place-holder in `issue_title` other than {number} and {date}.",
        "issue_title: No. {count}",
        "issue_title: No. {number}",
    ),
    Code("bad-language", _E, "Languages that a site cannot have.", "languages: [zh, fr]", "languages: [zh, en]"),
    Code("bad-openreview", _E, "A value that is no OpenReview id.", "openreview: rJ4", "openreview: rJ4km2R5t7"),
    Code(
        "bad-orcid",
        _E,
        "A value that is no ORCID iD, or one whose last digit does not fit the others.",
        "orcid: 0000-0002-1825",
        "orcid: 0000-0002-1825-0097",
    ),
    Code("bad-rating", _E, "A value that is no rating.", "rating: good", "rating: 8.5/10"),
    Code("bad-slug", _E, "A last part of an address that files cannot have as a name.", "slug: a/b", "slug: a-b"),
    Code(
        "bad-theme",
        _E,
        "A name that no theme can have, or in `extends` one that no theme has, or a circle of themes.",
        "theme: themes/mine",
        "theme: mine",
    ),
    Code("bad-url", _E, "A value that is no web address.", "url: example.org", "url: https://example.org/"),
    Code(
        "too-long",
        _E,
        "A name of a page that is longer than file systems take.",
        "a file whose name has 90 Chinese characters",
        "a shorter name, or a key slug",
    ),
    Code(
        "unknown-category",
        _W,
        "A category that is neither one of arXiv's nor one of the settings: a typo makes a category of its own.",
        "category: cs.VC",
        "category: cs.CV; or name your own in digest.yaml: categories: {VC: {zh: 创投}}",
    ),
    # Entries
    Code(
        "missing-identifier",
        _E,
        "An entry that does not say where the paper is.",
        "title, authors and category alone",
        "also arxiv: 2302.03084 (or doi, url, openreview, acl)",
    ),
    Code(
        "missing-date",
        _E,
        "An entry without a day: neither its folder nor `date` names one.",
        "content/paper.md without date",
        "content/2023-02-08/paper.md, or date: 2023-02-08",
    ),
    Code(
        "missing-title-zh",
        _W,
        "An entry without a Chinese title, on a site with Chinese pages.",
        "title: Attention Is All You Need, alone",
        "also title_zh: 你只需要注意力",
    ),
    Code(
        "field-given-twice", _EITHER, "A text that is given twice.", "summary: ... and ## 一句话总结", "one of the two"
    ),
    Code(
        "unknown-section",
        _W,
        "A heading that is nearly the name of a section that digest knows. It starts a section of its own.",
        "## Abstact",
        "## Abstract",
    ),
    Code(
        "unclear-section",
        _W,
        "A heading of which one half names a section and the other half something else.",
        "## 摘要 / Background",
        "## 摘要",
    ),
    Code(
        "text-behind-label",
        _W,
        "The name of a section with its text on the same line, so that it starts no section.",
        "**Abstract:** We show that ...",
        "## Abstract on a line of its own, the text below it",
    ),
    Code(
        "unclear-authors",
        _W,
        "Authors that may be read in several ways.",
        "authors: Zhang, Wei",
        "authors: [Wei Zhang]",
    ),
    Code(
        "repeated-author", _W, "An author who is listed twice.", "authors: Yann LeCun, Y. LeCun", "authors: Yann LeCun"
    ),
    Code(
        "missing-reason",
        _E,
        "An allowance without a reason.",
        "doubled-spaces: , below allow",
        "doubled-spaces: a poem",
    ),
    Code(
        "unknown-rule",
        _W,
        "An allowance of a code that there is not.",
        "allow: {doubled-space: a poem}",
        "doubled-spaces",
    ),
    Code(
        "error-allowed",
        _W,
        "An allowance of an error: nothing is published with one, so it cannot be allowed.",
        "allow: {bad-date: it was so}",
        "the right date, and no allowance",
    ),
    Code(
        "unused-allowance",
        _W,
        "An allowance that nothing needs: the next finding would go unseen.",
        "allow: {doubled-spaces: a poem}, without doubled spaces",
        "no allowance",
    ),
    # Authors
    Code(
        "unknown-author",
        _E,
        "An author with an `id` that authors.yaml does not have.",
        "{name: Wei Wang, id: wei-wang-pk}",
        "id: wei-wang-pku",
    ),
    Code("two-orcids", _W, "One name with two ORCID iDs, or one iD with two names.", "two ORCID iDs", "the right one"),
    Code(
        "ambiguous-author",
        _W,
        "A name that several people have, so that the page of none lists the paper.",
        "authors: Wei Wang",
        "{name: Wei Wang, id: wei-wang-pku}",
    ),
    Code(
        "mismatched-author",
        _W,
        "A name that is no spelling of the person whom the id or ORCID iD names.",
        "{name: W Wang, id: wei-wang-pku}",
        "spellings: [W Wang], for wei-wang-pku in authors.yaml",
    ),
    Code("same-orcid", _E, "Two people of authors.yaml with one ORCID iD.", "one iD twice", "two, or one person"),
    Code(
        "spelling-of-two-people",
        _E,
        "A spelling in authors.yaml that two people have.",
        "spellings: [W. Wang], twice",
        "an id as the key of each: wei-wang-pku: {name: Wei Wang}",
    ),
    # Issues and addresses
    Code(
        "unknown-paper", _W, "A name in `order` that no paper of the day has.", "order: [pic2wrod]", "order: [pic2word]"
    ),
    Code("repeated-paper", _W, "A paper that `order` names twice.", "order: [a, b, a]", "order: [a, b]"),
    Code(
        "misnamed-introduction",
        _E,
        "A file that looks like the introduction of a week or a month, and has not the name of one.",
        "content/weeks/2023-W6.md, content/weeks/2023-W53.md, content/2023/months/2023-02.md",
        "content/weeks/2023-W06.md, content/weeks/2023-W52.md, content/months/2023-02.md",
    ),
    Code(
        "empty-introduction",
        _W,
        "An introduction of a week or a month without any text.",
        "a content/weeks/2023-W06.md of blank lines",
        "no such file, or what was new in that week",
    ),
    Code(
        "no-papers-in-period",
        _W,
        "The introduction of a week or a month that has no papers.",
        "content/weeks/2023-W07.md, where the papers are of 2023-W06",
        "content/weeks/2023-W06.md",
    ),
    Code("same-issue", _E, "Two introductions of one day.", "2023-02-08/issue.md, in two folders", "one issue.md"),
    Code(
        "same-name",
        _W,
        "Two files of one folder whose names differ in their Unicode form only; links lead to one of them.",
        "é.md and é.md, composed and decomposed",
        "another name for one of the two",
    ),
    Code(
        "same-address",
        _E,
        "Two outputs with one address: the same paper twice, two files with one name, a page and a file of `static/`.",
        "two entries with arxiv: 2302.03084",
        "one entry; or a key slug in one of two different papers",
    ),
    Code(
        "bad-address",
        _E,
        "A line of addresses.lock that is no address of a page or feed.",
        "papers",
        "/papers/2302.03084.html",
    ),
    Code(
        "vanished-address",
        _E,
        "An address of addresses.lock at which the site has no page any more.",
        "a new slug alone",
        "aliases: [papers/old.html] beside the new slug",
    ),
    # Texts
    Code(
        "broken-link", _W, "A link that leads to no file or page of the site.", "[x](nowhere.md)", "[x](somewhere.md)"
    ),
    Code(
        "program-file",
        _W,
        "A link to a file that is published and that some hosts run, such as PHP, or that a reader's computer runs.",
        "[code](demo.php)",
        "[code](demo.php.txt)",
    ),
    Code(
        "unknown-fragment",
        _W,
        "A link to a heading that is not there.",
        "[x](a.md#detials)",
        "[x](a.md#details)",
    ),
    Code(
        "missing-figure",
        _E,
        "A picture that is not in the entry's folder.",
        "![A cat](cat.jpg), with cat.jpeg in the folder",
        "![A cat](cat.jpeg)",
    ),
    Code(
        "unreadable-figure",
        _W,
        "A picture, of an entry or a setting, that browsers may not show: empty, cut short, or in another format than "
        "its name says.",
        "fig.png, saved from a page that asks for a login",
        "the picture itself, as PNG, JPEG, GIF, WebP, AVIF or SVG",
    ),
    Code(
        "text-among-figures",
        _W,
        "Text in the section 图 that is no caption. It is shown apart from the figures, in a section of its own.",
        "a paragraph between two pictures below ## 图",
        "a caption directly below its picture, as in 图 1：...; other text below a heading of its own",
    ),
    Code(
        "large-figure",
        _W,
        "A picture of more than 10 MB, which every reader has to load.",
        "a photograph of 6,000 pixels, as PNG",
        "the same with 2,000 pixels, as JPEG or WebP",
    ),
    Code(
        "external-image",
        _W,
        "A picture of another site. Pages load nothing from elsewhere, so a link to it is shown.",
        "![A cat](https://example.org/cat.jpg)",
        "![A cat](cat.jpg), with the picture beside the entry",
    ),
    Code(
        "space-in-address",
        _W,
        "An address with spaces, which makes no link or picture.",
        "![A cat](my cat.jpg)",
        "![A cat](<my cat.jpg>)",
    ),
    Code(
        "unsafe-link", _W, "An address that pages cannot have.", "[x](javascript:alert(1))", "[x](https://example.org/)"
    ),
    Code("unknown-footnote", _W, "The mark of a footnote that is not there.", "a mark[^9], alone", "[^9]: The note."),
    Code("empty-link", _W, "A link without text or without an address.", "[](clip.md), [CLIP]()", "[CLIP](clip.md)"),
    Code(
        "fullwidth-link",
        _W,
        "A link with full-width brackets or curly quotes, which is shown as text. A picture with a full-width "
        "exclamation mark is shown as a link.",
        "[CLIP](clip.md）, 【CLIP】(clip.md), [CLIP](clip.md “CLIP”), ！[CLIP](clip.png)",
        "[CLIP](clip.md), ![CLIP](clip.png)",
    ),
    Code(
        "link-attributes",
        _W,
        "A size or other attributes of a link or picture. Nothing reads them; pages choose the size of pictures.",
        "![A cat](cat.jpg =300x), ![A cat](cat.jpg){width=50%}",
        "![A cat](cat.jpg)",
    ),
    Code(
        "html-image",
        _W,
        "A picture written in HTML, which is shown as text.",
        '<img src="cat.jpg" alt="A cat">',
        "![A cat](cat.jpg)",
    ),
    Code(
        "no-link",
        _W,
        "Brackets that make no link: a space between them, or a name that is nowhere defined.",
        "[CLIP] (https://example.org/), [CLIP][paper]",
        "[CLIP](https://example.org/)",
    ),
    Code("wiki-link", _W, "A link in doubled brackets, which is shown as text.", "[[clip]]", "[clip](clip.md)"),
    Code("unused-footnote", _W, "A footnote that nothing refers to.", "[^1]: A note., alone", "a mark[^1] in the text"),
    Code(
        "duplicate-footnote", _W, "A footnote that is defined twice.", "[^1]: a, then [^1]: b", "[^1]: a, then [^2]: b"
    ),
    Code(
        "damaged-math",
        _W,
        "A formula that lost the backslash of a command to a tab or line break. It is mended as it is shown.",
        "a line break inside $⏎abla f$",
        r"$\nabla f$",
    ),
    Code(
        "math-not-converted",
        _W,
        "A formula that cannot be converted, and is shown as its source.",
        r"$\frac{1}{2$",
        r"$\frac{1}{2}$",
    ),
    Code(
        "unknown-tex",
        _W,
        "A TeX command that digest does not know, which readers see as typed. The first of each text is reported.",
        r"\ourmodel is fast",
        "WidgetNet is fast",
    ),
    Code(
        "unbalanced-math",
        _W,
        "A dollar sign without a partner, which is shown as text.",
        "the norm $x",
        r"the norm $x$, or \$5 for a price",
    ),
    Code(
        "shallow-item",
        _W,
        "An item that is indented, but not to the text of the item above: it is a point of its own (CommonMark 5.2).",
        "1. 甲, and below it two spaces and - 乙",
        "three spaces before - 乙",
    ),
    Code(
        "text-around-points",
        _W,
        "A line that leads in a list of key points, or says that it ends. It is read as a point of its own.",
        "本文的要点如下：, above a list",
        "the list alone",
    ),
    Code(
        "points-on-one-line",
        _W,
        "A line with several numbers in order, which is read as so many points.",
        "1. 甲；2. 乙；3. 丙。",
        "each point on a line of its own",
    ),
    Code(
        "rule-below-text",
        _W,
        "Dashes below a sentence: a line between, though below a title they would make it a heading.",
        "一种新方法。, and --- on the line below",
        "an empty line above ---",
    ),
    Code(
        "bar-in-cell",
        _W,
        "A | in a formula or code of a table, which is read as part of it. Elsewhere a | begins the next cell.",
        "| `a|b` | $P(A|B)$ |",
        r"| `a\|b` | $P(A \mid B)$ |",
    ),
    Code(
        "double-bar",
        _W,
        r"A \| in a formula of a table, which is read as a double bar. It may be meant as a single one.",
        r"| $\|x\|$ |",
        r"| $\lVert x \rVert$ |, or | $\vert x \vert$ |",
    ),
    Code(
        "surplus-cells",
        _W,
        "A row of a table with more cells than the head. The last cell shows what is beyond.",
        "| a | b | c |, below a head of two cells",
        r"a head of three cells, or | a | b \| c |",
    ),
    Code(
        "broken-table",
        _W,
        "A table whose head has more or fewer cells than the line of dashes below it, so it is no table.",
        "| a | b | c |, and below it |---|---|",
        "|---|---|---|",
    ),
)

_OF_SITES = (
    Code(
        "large-site",
        _W,
        "A site that has four fifths of the bytes that its host takes. `digest build --report` shows what is heavy.",
        "a site of 850 MiB on GitHub Pages",
        "smaller pictures; host: cloudflare, if it is published there",
    ),
    Code(
        "large-file",
        _W,
        "A file that is larger than the site's host takes, or Git there.",
        "a video of 120 MiB beside an entry",
        "a link to it, where videos are published",
    ),
    Code(
        "many-files",
        _W,
        "A site that has four fifths of the files that its host takes, or more. The setting `host` names it.",
        "host: cloudflare, and 17,000 files",
        "siblings: [bib], authors: {min_papers: 5}",
    ),
    Code(
        "misnamed-file",
        _W,
        "A file that is not found by its name: it looks like an entry, an introduction or the list of people. "
        "Or a file in `static/` whose name cannot be an address, or is none on Windows.",
        "a.MD, a.markdown, a.md.txt, authors.yml, Issue.md",
        "a.md, content/authors.yaml, issue.md",
    ),
    Code(
        "hidden-file",
        _W,
        "A file or folder in `static` whose name begins with a dot, as those of passwords and keys do. It is "
        "published. `.well-known`, `.htaccess`, `.nojekyll` and `.domains`, for which hosts ask, are not reported.",
        "static/.env",
        "the file elsewhere; or in digest.yaml `check: {allow: {hidden-file: our host reads .foo}}`",
    ),
    Code(
        "outside-link",
        _W,
        "A symbolic link out of the site's folder, in `content`, `static`, `themes` or beside them. It is followed, so "
        "what it leads to may be published. That such a folder itself is a link is not reported.",
        "content/2023-02-08/notes.txt -> /home/me/notes.txt",
        "a copy of the file; or in digest.yaml `check: {allow: {outside-link: the figures are on another disk}}`",
        is_of_site=True,
    ),
    Code(
        "no-entries",
        _W,
        "A site whose folder `content` has no entry.",
        "an empty folder `content`",
        "an entry in it: `digest new 2302.03084`",
    ),
    Code(
        "placeholder-value",
        _W,
        "A setting that still has the value of an example, or an address that no reader's machine finds.",
        "url: https://username.github.io/repo/",
        "url: https://ada.github.io/papers/",
    ),
    Code(
        "bad-cname",
        _W,
        "A file `CNAME` that holds anything but one domain, or another domain than that of the site's address.",
        "https://papers.example.org/",
        "papers.example.org",
        is_of_site=True,
    ),
    Code(
        "missing-authority",
        _W,
        "Settings that do not say who names the site's entries: their ids are those of other sites.",
        "feed: {items: 20}",
        "feed: {items: 20, authority: 'example.org,2023'}",
    ),
    Code(
        "bad-policy",
        _EITHER,
        "A source of `policy` that the grammar of CSP 3 does not have, or one without effect in a page.",
        "font-src: https://a.example; script-src *",
        "font-src: https://a.example",
    ),
    Code(
        "weak-policy",
        _W,
        "A source in `policy` with which it protects no longer: any script may run, or forms send to any host.",
        "script-src: unsafe-inline",
        "script-src: https://cdn.example.org",
    ),
    Code(
        "blocked-by-policy",
        _W,
        "A part of `head` or of a template that browsers block. `policy` may allow it.",
        'onload="start()" in `head`',
        "a <script> in `head`, whose hash is in the policy by itself",
    ),
    Code(
        "bad-head",
        _EITHER,
        "HTML in `head` that ends the head or leaves the page, or, as an error, swallows the rest of the page.",
        "head: <script src='/a.js'>",
        "head: <script src='/a.js'></script>",
    ),
    Code(
        "bad-site",
        _E,
        "The `site` of `analytics` that cannot be one.",
        "analytics: {provider: goatcounter, site: stats.example.org}",
        "analytics: {provider: goatcounter, site: my-site}",
    ),
    Code(
        "missing-file",
        _E,
        "A file that a setting names, and that is not beside digest.yaml, in content/ or in the theme's static/.",
        "logo: lgo.svg",
        "logo: logo.svg",
    ),
    Code(
        "not-a-picture",
        _E,
        "A file for `logo`, `icon`, `image` or `qr` that is no picture, or of another kind than its name says.",
        "icon: icon.pdf",
        "icon: icon.svg",
    ),
    Code(
        "bad-icon",
        _W,
        "A PNG of `icon` that is not square, or that has fewer pixels than phones show.",
        "icon: icon.png, of 64 × 48 pixels",
        "the same icon with 180 × 180 pixels",
    ),
    Code(
        "small-image",
        _W,
        "A picture of `image` with fewer pixels than networks show of a link.",
        "image: card.png, of 120 × 63 pixels",
        "the same picture with 1200 × 630 pixels",
    ),
    Code(
        "missing-asset",
        _EITHER,
        "A file that a theme or `head` names and the site does not have: in a bundle an error, elsewhere a warning.",
        "url('fnot.woff2')",
        "url('font.woff2')",
    ),
    Code(
        "missing-contract",
        _W,
        "A theme of the site's own whose `theme.yaml` does not say for which contract with themes it is written.",
        "extends: default",
        "requires: 1, and below it extends: default",
    ),
    Code(
        "unknown-contract",
        _E,
        "A theme that is written for a contract with themes that this digest does not have.",
        "requires: 99",
        "requires: 1",
    ),
    Code(
        "missing-string",
        _W,
        "A string of a theme that one language has and another has not.",
        "mine: 我的, in strings/zh.yaml alone",
        "also mine: Mine, in strings/en.yaml",
    ),
    Code(
        "unknown-string",
        _W,
        "A string that no template uses, of a name that the theme does not have.",
        "sumary: Summary",
        "summary: Summary",
    ),
    Code(
        "outside-blocks",
        _W,
        "Text or output outside the blocks of a template that extends another: only the blocks are on the pages.",
        '{% extends "!base.html" %}<p>Words</p>',
        '{% extends "!base.html" %}{% block after %}<p>Words</p>{% endblock %}',
    ),
    Code(
        "unknown-block",
        _W,
        "A block that the extended template does not have, so that it is shown nowhere.",
        "{% block afer %}",
        "{% block after %}",
    ),
    Code(
        "unused-theme-file",
        _W,
        "A style sheet or script of a theme that nothing uses, or what has nearly the name of a file that is used.",
        "themes/defualt/, templates/isue.html",
        "themes/default/, templates/issue.html",
    ),
    Code(
        "template-error",
        _E,
        "A template that cannot be rendered: a wrong syntax, or a name that there is not.",
        "{{ card.titel }}",
        "{{ card.title }}",
    ),
)

_OF_IMPORTS = (
    Code(
        "read-as",
        _N,
        "A file that was read in another encoding than UTF-8. Nothing need be done.",
        "a post saved as GBK",
        "the same file, saved as UTF-8",
    ),
    Code("wrong-value", _E, "A value that an entry cannot have; the entry is a draft.", "year: 23", "year: 2023"),
    Code("broken-bibtex", _E, "BibTeX that cannot be read.", "@article{a, title={A", "title={A}}"),
    Code("broken-ris", _E, "A record of RIS that cannot be read.", "a record without tags", "TI  - A Title"),
    Code("unread-format", _E, "A file of a format that is not read.", "an export for EndNote", "one in BibTeX"),
    Code("broken-json", _E, "JSON that cannot be read.", '{"title": "A"', '{"title": "A"}'),
    Code("empty-item", _E, "An item of a bibliography without anything in it.", "{}", '{"title": "A"}'),
    Code("no-papers", _E, "A file in which no paper was found.", "a letter", "a post, notes or a bibliography"),
    Code(
        "second-front-matter",
        _W,
        "Two papers in a file that is read as one.",
        "a file with two front matters",
        "paper: {begins: front matter}",
    ),
    Code(
        "second-paper",
        _E,
        "Two papers in a file that is read as one, each with a label for its title.",
        "a file with two lines such as 标题：...",
        "paper: {begins: {label: 标题}}",
    ),
    Code(
        "paper-there",
        (Severity.ERROR, Severity.NOTE),
        "A paper that is on the site already.",
        "the same post again",
        "its new papers",
    ),
    Code(
        "introduction-there",
        _W,
        "An introduction of a day that has one.",
        "a second post of one day",
        "one issue.md out of the two",
    ),
    Code("name-taken", _W, "A file name that another entry has.", "a second net.md", "net-2.md, as it is named"),
    Code("no-doi", _W, "A DOI in a bibliography that is none.", "doi = {see below}", "doi = {10.1145/3292500}"),
    Code("left-over", _W, "A line that no field of a recipe holds.", "**状态**: 已读", "award: {label: 状态}"),
    Code("picture-copied", _N, "A picture that stands beside an entry now.", "![](img/a.png)", "![](a.png)"),
    Code("picture-missing", _W, "A picture that the collection does not have.", "![](img/a.png)", "a file img/a.png"),
    Code("bad-pattern", _E, "A pattern of a recipe that is wrong or may take too long.", "(a+)+", "a+"),
    Code("unknown-recipe", _E, "A recipe that is like none that is built in.", "like: note", "like: notes"),
    Code("joined-names", _W, "Names in BibTeX without `and`.", "Ada Lovelace; Alan Turing", "A. B. and C. D."),
    Code("lost-formula", _W, "A formula that a saved page only draws.", "KaTeX without MathML", "$x^2$"),
    Code("left-out", _N, "What has no place on a page.", "a picture's address in a post", "a picture's file"),
    Code("guessed-day", _N, "A day that the file does not say.", "a post without a date", "--date 2023-02-08"),
)

_OF_LINKS = (
    Code(
        "dead-link",
        _W,
        "An address outside of the site at which there is nothing: no host, or one that answers 404 or the like.",
        "code: https://github.com/ada/old-name",
        "code: https://github.com/ada/new-name, or nothing",
    ),
    Code(
        "moved-link",
        _N,
        "An address outside of the site that has moved for good, and still leads to the new one.",
        "project: http://ada.example.org/net",
        "project: https://ada.example.org/net",
    ),
    Code(
        "unknown-link",
        _N,
        "Addresses of which it is not known whether a page is there: told once for each reason, at the first.",
        "url: https://dl.acm.org/..., which answers programs with 403",
        "the same, if a browser shows the page",
    ),
)

CODES = (
    *_OF_BUILDS,
    *[each._replace(is_of_links=True) for each in _OF_LINKS],
    *[each._replace(is_of_site=True) for each in _OF_SITES],
    *[each._replace(is_of_import=True) for each in _OF_IMPORTS],
)
