"""Codes of what is published, its size, and links that lead out."""

from digest.lint.codes.code_rows import NOTE, WARNING, Code

PUBLISHING_CODES = (
    Code(
        "large-site",
        WARNING,
        "A site that has four fifths of the bytes that its host takes. `digest build --report` shows what is heavy.",
        "a site of 850 MiB on GitHub Pages",
        "smaller pictures; host: cloudflare, if it is published there",
    ),
    Code(
        "large-file",
        WARNING,
        "A file that is larger than the site's host takes, or Git there.",
        "a video of 120 MiB beside an entry",
        "a link to it, where videos are published",
    ),
    Code(
        "many-files",
        WARNING,
        "A site that has four fifths of the files that its host takes, or more. The setting `host` names it.",
        "host: cloudflare, and 17,000 files",
        "siblings: [bib], authors: {min_papers: 5}",
    ),
    Code(
        "misnamed-file",
        WARNING,
        "A file that is not found by its name: it looks like an entry, an introduction or the list of people. "
        "Or a file in `static/` whose name cannot be an address, or is none on Windows.",
        "a.MD, a.markdown, a.md.txt, authors.yml, Issue.md",
        "a.md, content/authors.yaml, issue.md",
    ),
    Code(
        "hidden-file",
        WARNING,
        "A file or folder in `static` whose name begins with a dot, as those of passwords and keys do. It is "
        "published. `.well-known`, `.htaccess`, `.nojekyll` and `.domains`, for which hosts ask, are not reported. "
        "Names of private keys, such as `id_rsa` and `server.pem`, are reported as well.",
        "static/.env",
        "the file elsewhere; or in digest.yaml `check: {allow: {hidden-file: our host reads .foo}}`",
    ),
    Code(
        "outside-link",
        WARNING,
        "A symbolic link out of the site's folder, in `content`, `static`, `themes` or beside them. It is followed, so "
        "what it leads to may be published. That such a folder itself is a link is not reported.",
        "content/2023-02-08/notes.txt -> /home/me/notes.txt",
        "a copy of the file; or in digest.yaml `check: {allow: {outside-link: the figures are on another disk}}`",
    ),
    Code(
        "no-entries",
        WARNING,
        "A site whose folder `content` has no entry.",
        "an empty folder `content`",
        "an entry in it: `digest new 2302.03084`",
    ),
)

LINK_CODES = (
    Code(
        "dead-link",
        WARNING,
        "An address outside of the site at which there is nothing: no host, or one that answers 404 or the like.",
        "code: https://github.com/ada/old-name",
        "code: https://github.com/ada/new-name, or nothing",
    ),
    Code(
        "moved-link",
        NOTE,
        "An address outside of the site that has moved for good, and still leads to the new one.",
        "project: http://ada.example.org/net",
        "project: https://ada.example.org/net",
    ),
    Code(
        "unknown-link",
        NOTE,
        "Addresses of which it is not known whether a page is there: told once for each reason, at the first.",
        "url: https://dl.acm.org/..., which answers programs with 403",
        "the same, if a browser shows the page",
    ),
)
