"""Codes of `digest import` and `digest new`."""

from digest.lint.codes.code_rows import ERROR, NOTE, WARNING, Code

IMPORT_CODES = (
    Code(
        "read-as",
        NOTE,
        "A file that was read in another encoding than UTF-8. Nothing need be done.",
        "a post saved as GBK",
        "the same file, saved as UTF-8",
    ),
    Code("wrong-value", ERROR, "A value that an entry cannot have; the entry is a draft.", "year: 23", "year: 2023"),
    Code("broken-bibtex", ERROR, "BibTeX that cannot be read.", "@article{a, title={A", "title={A}}"),
    Code("unread-format", ERROR, "A file of a format that is not read.", "an export for EndNote", "one in BibTeX"),
    Code("broken-json", ERROR, "JSON that cannot be read.", '{"title": "A"', '{"title": "A"}'),
    Code("empty-item", ERROR, "An item of a bibliography without anything in it.", "{}", '{"title": "A"}'),
    Code("no-papers", ERROR, "A file in which no paper was found.", "a letter", "a post, notes or a bibliography"),
    Code(
        "second-front-matter",
        WARNING,
        "Two papers in a file that is read as one.",
        "a file with two front matters",
        "paper: {begins: front matter}",
    ),
    Code(
        "second-paper",
        ERROR,
        "Two papers in a file that is read as one, each with a label for its title.",
        "a file with two lines such as 标题：...",
        "paper: {begins: {label: 标题}}",
    ),
    Code(
        "paper-there",
        (*ERROR, *NOTE),
        "A paper that is on the site already.",
        "the same post again",
        "its new papers",
    ),
    Code(
        "introduction-there",
        WARNING,
        "An introduction of a day that has one.",
        "a second post of one day",
        "one issue.md out of the two",
    ),
    Code("name-taken", WARNING, "A file name that another entry has.", "a second net.md", "net-2.md, as it is named"),
    Code("no-doi", WARNING, "A DOI in a bibliography that is none.", "doi = {see below}", "doi = {10.1145/3292500}"),
    Code("left-over", WARNING, "A line that no field of a recipe holds.", "**状态**: 已读", "award: {label: 状态}"),
    Code("picture-copied", NOTE, "A picture that stands beside an entry now.", "![](img/a.png)", "![](a.png)"),
    Code(
        "picture-missing", WARNING, "A picture that the collection does not have.", "![](img/a.png)", "a file img/a.png"
    ),
    Code("bad-pattern", ERROR, "A pattern of a recipe that is wrong or may take too long.", "(a+)+", "a+"),
    Code("unknown-recipe", ERROR, "A recipe that is like none that is built in.", "like: note", "like: notes"),
    Code(
        "joined-names",
        WARNING,
        "An author of a bibliography that looks like several; they are read as several.",
        "author = {Ada Lovelace, Alan Turing}",
        "author = {Lovelace, Ada and Turing, Alan}",
    ),
    Code(
        "unknown-macro",
        WARNING,
        "A name in BibTeX that no `@string` gives a text; it is taken for the text.",
        "journal = jmlr",
        "journal = {Journal of Machine Learning Research}",
    ),
    Code("lost-formula", WARNING, "A formula that a saved page only draws.", "KaTeX without MathML", "$x^2$"),
    Code("left-out", NOTE, "What has no place on a page.", "a picture's address in a post", "a picture's file"),
    Code("guessed-day", NOTE, "A day that the file does not say.", "a post without a date", "--date 2023-02-08"),
)
