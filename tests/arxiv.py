"""A local fake of the arXiv API, which can also fail as the real one does."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape, quoteattr

FEED = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?id_list%3D2302.03084" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: search_query=&amp;id_list=&amp;start=0&amp;max_results=10</title>
  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <updated>2023-02-09T00:00:00-05:00</updated>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
  <opensearch:startIndex xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">0</opensearch:startIndex>
  <opensearch:itemsPerPage xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">10</opensearch:itemsPerPage>
{entries}</feed>
"""
PIC2WORD_ABSTRACT = """\
  In Composed Image Retrieval (CIR), a user combines a query image with text to
describe their intended target. Existing methods rely on supervised learning of
CIR models using labeled triplets consisting of the query image, text
specification, and the target image. Code will be made publicly available at
https://github.com/google-research/composed_image_retrieval.
"""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper in arXiv's catalogue."""

    id: str
    title: str
    authors: tuple[str, ...]
    abstract: str
    category: str = "cs.LG"
    others: tuple[str, ...] = ()
    comment: str = ""
    journal: str = ""
    doi: str = ""
    version: str = "v1"

    def entry(self, version: str = "") -> str:
        address = f"http://arxiv.org/abs/{self.id}{version or self.version}"
        schema = ' xmlns:arxiv="http://arxiv.org/schemas/atom"'
        more = [
            *([f"<arxiv:comment{schema}>{escape(self.comment)}</arxiv:comment>"] if self.comment else []),
            *([f"<arxiv:journal_ref{schema}>{escape(self.journal)}</arxiv:journal_ref>"] if self.journal else []),
            *([f"<arxiv:doi{schema}>{escape(self.doi)}</arxiv:doi>"] if self.doi else []),
        ]
        authors = "".join(f"    <author>\n      <name>{escape(name)}</name>\n    </author>\n" for name in self.authors)
        categories = "".join(
            f'    <category term={quoteattr(each)} scheme="http://arxiv.org/schemas/atom"/>\n'
            for each in (self.category, *self.others)
        )
        return (
            f"  <entry>\n    <id>{address}</id>\n    <updated>2023-02-06T17:38:00Z</updated>\n"
            f"    <published>2023-02-06T17:38:00Z</published>\n    <title>{escape(self.title)}</title>\n"
            f"    <summary>{escape(self.abstract)}</summary>\n{authors}"
            + "".join(f"    {each}\n" for each in more)
            + f'    <link href="{address}" rel="alternate" type="text/html"/>\n'
            f"    <arxiv:primary_category{schema} term={quoteattr(self.category)} "
            f'scheme="http://arxiv.org/schemas/atom"/>\n{categories}  </entry>\n'
        )


PIC2WORD = Paper(
    id="2302.03084",
    title="Pic2Word: Mapping Pictures to Words for Zero-shot Composed Image\n  Retrieval",
    authors=(
        *("Kuniaki Saito", "Kihyuk Sohn", "Xiang Zhang", "Chun-Liang Li", "Chen-Yu Lee", "Kate Saenko"),
        "Tomas Pfister",
    ),
    abstract=PIC2WORD_ABSTRACT,
    category="cs.CV",
    others=("cs.LG",),
    comment="CVPR 2023",
    version="v2",
)
PERELMAN = Paper(
    id="math/0309136",
    title="The Geometrization Conjecture",
    authors=("A. Author",),
    abstract='  We study $\\pi_1(M) < \\infty$ with *care*.\n  The second\nparagraph, 5\\% of it, by G\\"odel.\n',
    category="math.DG",
    journal="Ann. Math. 1 (2004) 1-20",
    doi="10.4007/annals.2004.1.1",
)
PAPERS = (PIC2WORD, PERELMAN)


@dataclass(kw_only=True)
class Reply:
    """A canned response."""

    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Arxiv:
    """The fake: it sends each of `replies` once, then answers from `papers`."""

    papers: tuple[Paper, ...] = PAPERS
    replies: list[Reply] = field(default_factory=list)
    asked: list[list[str]] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    user_agents: list[str] = field(default_factory=list)
    address: str = ""

    def answer(self, query: dict[str, list[str]]) -> Reply:
        ids = query.get("id_list", [""])[0].split(",")
        self.asked.append(ids)
        self.limits.append(query.get("max_results", [""])[0])
        if self.replies:
            return self.replies.pop(0)
        known = {paper.id: paper for paper in self.papers}
        found = []
        for each in ids:
            name, _, version = each.partition("v")
            if name in known:
                found.append(known[name].entry(f"v{version}" if version else ""))
        return Reply(body=feed(*found))


def feed(*entries: str) -> str:
    return FEED.replace("{entries}", "".join(entries))


def error_entry(message: str) -> str:
    return (
        "  <entry>\n    <id>http://arxiv.org/api/errors#incorrect_id_format</id>\n    <title>Error</title>\n"
        f"    <summary>{escape(message)}</summary>\n    <author><name>arXiv api core</name></author>\n  </entry>\n"
    )


EMPTY_ENTRY = (
    "  <entry>\n    <id>http://arxiv.org/abs/2302.99999v1</id>\n    <title></title>\n    <summary/>\n  </entry>\n"
)
"""The entry that the API sends for an unknown id."""


@contextmanager
def serve(arxiv: Arxiv) -> Iterator[Arxiv]:
    """Run the fake on a free local port."""
    server = HTTPServer(("127.0.0.1", 0), _handler(arxiv.answer, arxiv.user_agents))
    arxiv.address = f"http://127.0.0.1:{server.server_port}/api/query"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield arxiv
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(answer: Callable[[dict[str, list[str]]], Reply], user_agents: list[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            user_agents.append(self.headers.get("User-Agent", ""))
            reply = answer(parse_qs(urlsplit(self.path).query))
            body = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
            self.send_response(reply.status)
            headers = {"Content-Type": "application/atom+xml", "Content-Length": str(len(body))} | reply.headers
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - name in the base class
            pass

    return Handler
