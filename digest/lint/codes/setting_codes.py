"""Codes of settings, and of the files that they name."""

from digest.lint.codes.code_rows import EITHER, ERROR, WARNING, WARNING_OR_NOTE, Code

SETTING_CODES = (
    Code(
        "placeholder-value",
        WARNING_OR_NOTE,
        "A setting that still has the value of an example, or an address that no reader's machine finds. A note for "
        "the `url` of new sites.",
        "url: https://username.github.io/repo/",
        "url: https://ada.github.io/papers/",
    ),
    Code(
        "bad-cname",
        WARNING,
        "A file `CNAME` that holds anything but one domain, or another domain than that of the site's address.",
        "https://papers.example.org/",
        "papers.example.org",
        is_of_site=True,
    ),
    Code(
        "other-address",
        WARNING,
        "A `url` on github.io or gitlab.io, where the host says that the site has another address, as that of a fork.",
        "url: https://ada.github.io/papers/",
        "url: https://bob.github.io/papers/",
        is_of_site=True,
    ),
    Code(
        "missing-authority",
        WARNING,
        "Settings that do not say who names the site's entries: their ids are those of other sites.",
        "feed: {items: 20}",
        "feed: {items: 20, authority: 'example.org,2023'}",
    ),
    Code(
        "bad-policy",
        EITHER,
        "A source of `policy` that the grammar of CSP 3 does not have, or one without effect in a page.",
        "font-src: https://a.example; script-src *",
        "font-src: https://a.example",
    ),
    Code(
        "weak-policy",
        WARNING,
        "A source in `policy` with which it protects no longer: any script may run, or forms send to any host.",
        "script-src: unsafe-inline",
        "script-src: https://cdn.example.org",
    ),
    Code(
        "blocked-by-policy",
        WARNING,
        "A part of `head` or of a template that browsers block. `policy` may allow it.",
        'onload="start()" in `head`',
        "a <script> in `head`, whose hash is in the policy by itself",
    ),
    Code(
        "bad-head",
        EITHER,
        "HTML in `head` that ends the head or leaves the page, or, as an error, swallows the rest of the page.",
        "head: <script src='/a.js'>",
        "head: <script src='/a.js'></script>",
    ),
    Code(
        "bad-site",
        ERROR,
        "The `site` of `analytics` that cannot be one.",
        "analytics: {provider: goatcounter, site: stats.example.org}",
        "analytics: {provider: goatcounter, site: my-site}",
    ),
    Code(
        "missing-file",
        ERROR,
        "A file that a setting names, and that is not beside digest.yaml, in content/ or in the theme's static/.",
        "logo: lgo.svg",
        "logo: logo.svg",
    ),
    Code(
        "not-a-picture",
        ERROR,
        "A file for `logo`, `icon`, `image` or `qr` that is no picture, or of another kind than its name says.",
        "icon: icon.pdf",
        "icon: icon.svg",
    ),
    Code(
        "bad-icon",
        WARNING,
        "A PNG of `icon` that is not square, or that has fewer pixels than phones show.",
        "icon: icon.png, of 64 × 48 pixels",
        "the same icon with 180 × 180 pixels",
    ),
    Code(
        "small-image",
        WARNING,
        "A picture of `image` with fewer pixels than networks show of a link.",
        "image: card.png, of 120 × 63 pixels",
        "the same picture with 1200 × 630 pixels",
    ),
)
