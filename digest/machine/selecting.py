"""The papers of a site that a query means, for `digest list`."""

import os
import zoneinfo
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from digest.citing.citation_keys import tell_keys_apart
from digest.content.day_ranges import NoQuery
from digest.content.head import Head
from digest.content.paper_queries import Candidate, Query, read_query
from digest.content.site import Selection, Site, assemble_site
from digest.machine.catalogue import Catalogue, read_catalogue
from digest.machine.findings import Findings
from digest.machine.options import Options, Refused
from digest.outputs.data_lines import write_line
from digest.plan.link_targets import NOTHING
from digest.plan.make import resolve_references
from digest.plan.memo import Memo
from digest.plan.paper_records import data_paper
from digest.plan.taxonomies import collect_terms
from digest.text.records import frozen


@frozen
class Chosen:
    """Papers in the order of `papers.jsonl`, and the query that means them."""

    catalogue: Catalogue
    papers: tuple[Candidate, ...]
    query: Query
    left_out: Mapping[str, int]
    """How many more fit that are a `draft`, or `future`."""
    site: Site
    """What is published."""
    findings: Findings
    """Diagnostics of reading the entries."""

    def lines(self) -> Iterator[str]:
        """The data of each paper as JSON: what is published is as in `papers.jsonl`."""
        config = self.catalogue.config
        keys = tell_keys_apart([(head.slug, head.citation) for head in _heads(self.site)])
        has_references = any(paper.head.references and not paper.state for paper in self.papers)
        resolved = resolve_references(self.site, collect_terms(self.site), Memo()) if has_references else {}
        for paper in self.papers:
            head = paper.head
            key = "" if paper.state else keys[head.slug]
            yield write_line(data_paper(config, head, resolved.get(head.path, NOTHING), key), paper.data)


def choose_papers(options: Options, words: Sequence[str], *, needs_address: bool = True) -> Chosen:
    """The papers that the words of a query mean. Drafts and papers dated in the future only if the options or the query
    ask for them. The data of papers has their addresses, their heads have not. Raises `Refused`.
    """
    catalogue = read_catalogue(options, needs_address=needs_address)
    today = options.now.astimezone(zoneinfo.ZoneInfo(catalogue.config.timezone)).date()
    published = Selection(drafts=False, future=False, today=today)
    everything = _assemble(catalogue, Selection(drafts=True, future=True, today=today))
    papers = [
        Candidate(head, published.skips(draft=head.draft, day=head.day), catalogue.load_data)
        for head in _in_order(everything, catalogue.heads)
    ]
    try:
        query = read_query([_from_root(word, options.root) for word in words], papers, everything.people)
    except NoQuery as error:
        raise Refused(error.message, error.hint) from error
    shown = {"", *query.states, *(["draft"] if options.drafts else []), *(["future"] if options.future else [])}
    fitting = [paper for paper in papers if query.matches(paper)]
    return Chosen(
        catalogue=catalogue,
        papers=tuple([paper for paper in fitting if paper.state in shown]),
        query=query,
        left_out=Counter([paper.state for paper in fitting if paper.state not in shown]),
        site=_assemble(catalogue, published),
        findings=Findings(catalogue.sources.reports, drafts=options.drafts),
    )


def _from_root(word: str, root: Path) -> str:
    """A word that is the path of a file or folder in the site as a path from its root; others as they are."""
    if ("/" not in word and not word.endswith(".md")) or not os.path.exists(word):  # noqa: PTH110  # any text
        return word
    path, top = os.path.realpath(word), os.path.realpath(root)
    return Path(path).relative_to(top).as_posix() if path.startswith(os.path.join(top, "")) else word  # noqa: PTH118


def _assemble(catalogue: Catalogue, selection: Selection) -> Site:
    sources = catalogue.sources
    return assemble_site(
        config=catalogue.config,
        entries=catalogue.heads,
        intros=sources.intros(),
        pages=sources.pages(),
        roundups=sources.roundups(),
        people=sources.people(),
        assets=sources.assets(),
        selection=selection,
    ).value


def _heads(site: Site) -> Iterable[Head]:
    return (head for issue in site.issues for head in issue.entries)


def _in_order(site: Site, heads: Sequence[Head]) -> list[Head]:
    """The entries in the site's order, those without a day at the end."""
    return [*_heads(site), *[head for head in heads if not head.day]]
