"""What citations of a site's papers say."""

from digest.citing.publications import Publication, make_publication
from digest.content.head import Head, metadata_of, titles_of


def publication_of(head: Head, key: str) -> Publication:
    """The facts of a paper's citation. `key` is that of `Contents.citation_keys`."""
    titles, (people, cut, facts) = titles_of(head), metadata_of(head)
    return make_publication(
        slug=head.slug,
        key=key,
        titles=(titles.title_html, titles.title_zh_html),
        names=[person.name for person in people],
        cut=cut,
        category=head.categories[0] if head.categories else "",
        facts=facts,
        day=head.day,
    )
