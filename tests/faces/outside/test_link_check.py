"""`digest check --links`, end to end, with a server on this machine."""

import contextlib
import json
import socket
import time
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from digest import __version__
from digest.faces.outside import host_guard, link_check, link_queue, link_requests
from digest.faces.outside.link_queue import LinkAnswer, LinkQueue, Pace
from digest.faces.outside.link_requests import Reply
from tests.building import AUTHORITY, DAY, SETTINGS, write_site
from tests.faces.conftest import Ran, Run
from tests.faces.outside.conftest import Pages, serve_bytes, serve_pages, write_paper


def told(ran: Ran) -> list[tuple[str, str, str]]:
    """Severity, code and the part of the message behind the colon."""
    return [
        (each["severity"], each["code"], each["message"].partition(": ")[2])
        for each in json.loads(ran.out)
    ]  # fmt: skip


def check(run: Run, *options: str) -> Ran:
    return run("check", "--links", "--format", "json", *options)


def test_an_address_that_answers_is_asked_once_by_head_and_without_its_fragment(
    run: Run, pages: Pages, site: Path
) -> None:
    write_paper(site, f"{pages.address}/a#part", f"{pages.address}/a", code=f"{pages.address}/a?b=1")
    ran = run("check", "--links")
    assert ran.status == 0
    assert sorted(pages.asked) == ["HEAD /a", "HEAD /a?b=1"]
    assert pages.agents == {f"bilingual-digest/{__version__} (+https://example.org/digest/)"}
    assert ran.out.startswith("Asked 2 addresses of 1 host: none is dead.\nNo problems found")


def test_a_dead_link_is_a_warning_at_its_place(run: Run, pages: Pages, site: Path) -> None:
    pages.answer("/gone", 404)
    path = write_paper(site, code=f"{pages.address}/gone")
    ran = check(run)
    [found] = json.loads(ran.out)
    line = next(
        number
        for number, text in enumerate((site / path).read_text(encoding="utf-8").split("\n"), 1)
        if text.startswith("code: ")
    )
    assert (found["path"], found["line"], found["column"]) == (path, line, len("code: ") + 1)
    assert found["end_column"] - found["column"] == len(f"{pages.address}/gone")
    assert told(ran) == [("warning", "dead-link", "127.0.0.1 answers 404 Not Found")]
    assert "write where it is now" in found["hint"]
    assert ran.status == 0
    assert check(run, "--strict").status == 1
    annotation = run("check", "--links", "--format", "github").out
    assert annotation.startswith(f"::warning file={path},line={line},col=7,")
    assert pages.asked == ["HEAD /gone", "GET /gone"]


def test_a_page_that_knows_only_get_is_there(run: Run, pages: Pages, site: Path) -> None:
    statuses = (0, 400, 403, 404, 405, 501)
    for status in statuses:
        pages.answer(f"HEAD /{status}", status)
    write_paper(site, *[f"{pages.address}/{status}" for status in statuses])
    assert told(check(run)) == []
    assert sorted(pages.asked) == sorted(f"{method} /{status}" for method in ("HEAD", "GET") for status in statuses)


def test_what_is_dead_and_what_is_not_known(run: Run, pages: Pages, site: Path) -> None:
    withheld, dead = (401, 403, 451, 999, 503), (404, 410, 400, 500, 502)
    for status in (*withheld, *dead):
        pages.answer(f"/{status}", status)
    pages.answer("/403?2", 403)
    write_paper(site, *[f"{pages.address}/{each}" for each in (*withheld, "403?2", *dead)])
    found = json.loads(check(run).out)
    assert [each["code"] for each in found] == ["unknown-link"] * len(withheld) + ["dead-link"] * len(dead)
    assert [int(each["message"].split(" answers ")[1].split()[0]) for each in found] == [*withheld, *dead]
    assert "at this address, or at 1 other: 127.0.0.1 answers 403 Forbidden" in found[1]["message"]


def test_what_is_not_known_fails_no_strict_check(run: Run, pages: Pages, site: Path) -> None:
    pages.answer("/a", 429)
    write_paper(site, f"{pages.address}/a")
    ran = check(run, "--strict")
    assert [each[:2] for each in told(ran)] == [("note", "unknown-link")]
    assert ran.status == 0


def test_a_permanent_redirection_is_told_and_a_temporary_one_is_not(run: Run, pages: Pages, site: Path) -> None:
    pages.answer("/old", 301, Location="/older")
    pages.answer("/older", 308, Location=f"{pages.address}/new")
    pages.answer("/new", 302, Location="/today")
    pages.answer("/now", 307, Location="/new")
    write_paper(site, f"{pages.address}/old#part", f"{pages.address}/now")
    ran = check(run, "--strict")
    new = f"{pages.address}/new#part"
    assert told(ran) == [("note", "moved-link", f"127.0.0.1 answers 301 Moved Permanently, to {new}")]
    assert json.loads(ran.out)[0]["hint"] == f"write {new}"
    assert ran.status == 0
    assert "Found 1 note in 1 file" in ran.err


def test_the_page_behind_a_redirection_counts(run: Run, pages: Pages, site: Path) -> None:
    pages.answer("/old", 301, Location="/gone")
    pages.answer("/gone", 410)
    pages.answer("/paper", 302, Location="/withheld")
    pages.answer("/withheld", 403)
    pages.answer("/round", 302, Location="/and")
    pages.answer("/and", 302, Location="/round")
    pages.answer("/cookie", 302, Location="/cookie", Set_Cookie="a=b")
    pages.answer("/odd", 302, Location="ftp://a.b/")
    pages.answer("/nowhere", 302)
    pages.answer("/broken", 301, Location="http://[bad/")
    pages.answer("/control", 301, Location=f"{pages.address}/\x1b[31mred")
    pages.answer("/long", 301, Location="/" + "x" * 5000)
    for number in range(12):
        pages.answer(f"/far{number}", 302, Location=f"/far{number + 1}")
    listed = ("old", "paper", "round", "cookie", "odd", "nowhere", "far0", "broken", "control", "long")
    write_paper(site, *[f"{pages.address}/{each}" for each in listed])
    assert [each[1:] for each in told(check(run))] == [
        ("dead-link", "127.0.0.1 answers 410 Gone"),
        ("unknown-link", "127.0.0.1 answers 403 Forbidden"),
        ("dead-link", "it redirects in a circle"),
        ("unknown-link", "it redirects in a circle, without the cookie that it sets"),
        ("unknown-link", "it redirects to ftp://a.b/"),
        ("unknown-link", "127.0.0.1 answers 302 Found"),
        ("dead-link", "it redirects more than 10 times"),
        ("unknown-link", "it redirects to http://[bad/"),
        ("unknown-link", f"it redirects to {pages.address}/␛[31mred"),
    ]


def test_answers_are_kept_for_a_week(run: Run, pages: Pages, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages.answer("/gone", 404)
    pages.answer("/withheld", 403)
    pages.answer("/old", 301, Location="/new")
    pages.answer("/broken", 500)
    listed = ("fine", "gone", "withheld", "old", "broken")
    write_paper(site, *[f"{pages.address}/{each}" for each in listed])
    start = 1_700_000_000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(start))
    first = check(run)
    assert len(told(first)) == 4
    pages.asked.clear()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(start + 6 * 86_400))
    again = check(run)
    assert again.out == first.out
    assert pages.asked == ["HEAD /broken", "GET /broken"]  # what may be over in a moment is not kept
    assert (
        "Asked 1 address of 1 host; 4 addresses had answered in the last seven days: 2 dead, 1 moved, 1 not known."
        in (again.err)
    )
    for later in (start + 8 * 86_400, start - 60):
        pages.asked.clear()
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(later))
        check(run)
        assert len(pages.asked) == 9
    (site / ".digest" / "links").write_bytes(b"damaged")
    pages.asked.clear()
    check(run)
    assert len(pages.asked) == 9


def test_a_folder_that_takes_no_files_is_no_error(run: Run, pages: Pages, site: Path) -> None:
    write_paper(site, f"{pages.address}/a")
    (site / ".digest").write_text("")
    assert check(run).status == 0


def test_requests_to_one_host_are_paced_and_other_hosts_do_not_wait(
    run: Run, site: Path, names: dict[str, str | int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_check, "pace", Pace(interval=0.1))
    times: list[tuple[float, float, str]] = []
    plain = link_requests.request_head

    def timed(method: str, address: str, user_agent: str) -> Reply:
        begin = time.monotonic()
        reply = plain(method, address, user_agent)
        times.append((begin, time.monotonic(), link_requests.host_of(address)))
        return reply

    monkeypatch.setattr(link_check, "request_head", timed)
    names["elsewhere.example.org"] = "127.0.0.1"
    with serve_pages(Pages()) as one, serve_pages(Pages()) as other:
        ports = [each.address.rpartition(":")[2] for each in (one, other)]
        servers = [f"{host}:{port}" for host in ("127.0.0.1", "elsewhere.example.org") for port in ports]
        write_paper(site, *[f"http://{each}/{number}" for each in servers for number in range(2)])
        assert told(check(run)) == []
    for host in {host for *_, host in times}:
        own = sorted(each[:2] for each in times if each[2] == host)
        assert all(later[0] - sooner[1] >= 0.1 for sooner, later in pairwise(own))
    assert len({host for _, _, host in sorted(times)[:2]}) == 2


def test_a_busy_host_is_asked_again_when_it_says_so_and_left_alone_if_that_is_long(
    run: Run, site: Path, names: dict[str, str | int]
) -> None:
    names["soon.example.org"] = "127.0.0.1"
    with serve_pages(Pages()) as soon, serve_pages(Pages()) as late:
        soon.address = soon.address.replace("127.0.0.1", "soon.example.org")
        soon.answer("/a", 429, Retry_After="0")
        late.answer("/a", 429, Retry_After="3600")
        write_paper(site, f"{soon.address}/a", *[f"{late.address}/{each}" for each in "abc"])
        ran = check(run)
    left = "answers 429 Too Many Requests"
    assert [each[2] for each in told(ran)] == [
        f"soon.example.org {left}",
        f"127.0.0.1 {left}",
        f"127.0.0.1 {left}, so the rest of its addresses were not asked",
    ]
    assert soon.asked == ["HEAD /a", "HEAD /a"]
    assert late.asked == ["HEAD /a"]
    assert "Asked 2 addresses of 2 hosts; 2 addresses were not asked: 4 not known.\n" in ran.err


def test_what_was_answered_is_told_though_the_host_wants_to_be_left_alone_then(
    run: Run, pages: Pages, site: Path
) -> None:
    statuses = {"a": 429, "b": 404, "c": 429, "d": 404, "e": 429, "f": 404, "g": 200, "h": 301, "j": 503, "k": 404}
    for path, status in statuses.items():
        pages.answer(f"/{path}", status, **({"Location": "/i"} if status == 301 else {}))
    pages.answer("/j", 503, Retry_After="Wed, 21 Oct 2099 07:28:00 GMT")
    write_paper(site, *[f"{pages.address}/{path}" for path in statuses], "http://10.0.0.1/", "http://10.0.0.1/a")
    ran = check(run)
    assert [(code, why.removeprefix("127.0.0.1 answers ")) for _, code, why in told(ran)] == [
        ("unknown-link", "429 Too Many Requests"),
        *[("dead-link", "404 Not Found")] * 3,
        ("moved-link", f"301 Moved Permanently, to {pages.address}/i"),
        ("unknown-link", "503 Service Unavailable"),
        ("unknown-link", "503 Service Unavailable, so the rest of its addresses were not asked"),
        ("unknown-link", "10.0.0.1 is in a private network, which is not asked"),
    ]
    assert "at this address, or at 2 others: 127.0.0.1 answers 429" in ran.out
    assert "Asked 9 addresses of 1 host; 3 addresses were not asked: 3 dead, 1 moved, 7 not known.\n" in ran.err
    assert "web.archive.org" not in ran.out


def test_a_host_that_breaks_off_is_given_up(run: Run, pages: Pages, site: Path) -> None:
    for number in range(9):
        pages.answer(f"/{number}", 0)
    write_paper(site, *[f"{pages.address}/{number}" for number in range(9)])
    found = told(check(run))
    assert [each[:2] for each in found] == [("note", "unknown-link")] * 2
    assert [why.partition(":")[0] for *_, why in found] == ["127.0.0.1 broke off"] * 2
    assert sorted(pages.asked) == sorted(f"{method} /{number}" for method in ("HEAD", "GET") for number in range(3))


def test_what_is_no_answer_is_told_in_plain_words(run: Run, site: Path, names: dict[str, str | int]) -> None:
    names["b.example.org"] = "127.0.0.1"
    said = (b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nA: " + b"x" * 70_000 + b"\r\n")
    with contextlib.ExitStack() as open_ones:
        places = [open_ones.enter_context(serve_bytes(each)) for each in said]
        write_paper(
            site, *[f"http://{each}/" for each in places], f"https://{places[1].replace('127.0.0.1', 'b.example.org')}/"
        )
        whys = [why for *_, why in told(check(run))]
    assert whys == [
        "127.0.0.1 broke off: no answer came",
        "127.0.0.1 broke off: its answer is no HTTP",
        "b.example.org broke off: no TLS, wrong version number",
    ]


def test_a_host_that_does_not_answer_is_not_waited_for_for_ever(
    run: Run, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_requests, "TIMEOUT", 0.2)
    monkeypatch.setattr(link_requests, "DEADLINE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        write_paper(
            site, f"http://127.0.0.1:{silent.getsockname()[1]}/a", f"https://127.0.0.1:{silent.getsockname()[1]}/b"
        )
        ran = check(run)
    assert told(ran) == [("note", "unknown-link", "127.0.0.1 did not answer in 0.2 s")]


def test_a_host_that_is_gone_is_dead(run: Run, pages: Pages, site: Path, names: dict[str, str | int]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    write_paper(site, f"http://127.0.0.1:{port}/a", "https://nothing.invalid/", f"{pages.address}/a")
    assert told(check(run)) == [  # of the other server on this host nothing is told: it is there
        ("warning", "dead-link", "127.0.0.1 refuses connections"),
        ("warning", "dead-link", "there is no host nothing.invalid"),
    ]


def test_offline_is_one_message(
    run: Run, pages: Pages, site: Path, names: dict[str, str | int], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    plain = host_guard.connect

    def trying(host: str, port: int, timeout: float) -> socket.socket:
        tried.append(host)
        return plain(host, port, timeout)

    monkeypatch.setattr(link_requests, "connect", trying)
    hosts = [f"host{number}.example.org" for number in range(100)]
    names.update(dict.fromkeys(hosts, socket.EAI_AGAIN))
    pages.answer("/gone", 404)
    write_paper(site, *[f"https://{host}/{number}" for host in hosts for number in range(3)], f"{pages.address}/gone")
    ran = check(run)
    assert told(ran) == [("warning", "dead-link", "127.0.0.1 answers 404 Not Found")]
    assert ran.err.count("warning:") == 1
    assert "no host but this machine could be reached, so nothing is known of 300 addresses: host" in ran.err
    assert ran.status == 0
    assert "Asked 1 address of 1 host: 1 dead.\n" in ran.err
    assert len(tried) < 25
    assert "Temporary failure" in ran.err


def test_one_host_that_cannot_be_reached_is_told_where_others_can(names: dict[str, str | int]) -> None:
    def request(_method: str, address: str) -> Reply:
        host = link_requests.host_of(address)
        if host.startswith("lost"):
            raise host_guard.NoConnection(f"{host} is not found", is_offline=True)
        if host.startswith("none"):
            raise host_guard.NoConnection(f"there is no host {host}", is_gone=True, is_offline=True)
        return Reply(status=200, reason="OK")

    addresses = ["https://a.b/", "https://lost.b/1", "https://lost.b/2", "https://none.b/"]
    found = LinkQueue(request, Pace(interval=0.0, hosts=1)).ask(addresses, lambda _: None)
    assert found.offline == ""
    assert [found.found[each].verdict for each in addresses] == ["alive", "unknown", "unknown", "dead"]
    found = LinkQueue(request, Pace(interval=0.0)).ask(addresses[1:], lambda _: None)
    assert found.offline in ("lost.b is not found", "there is no host none.b")
    assert found.found == {}
    request_real = LinkQueue(partial(link_requests.request_head, user_agent="a"), Pace(interval=0.0))
    found = request_real.ask(["https://a.invalid/", "https://arxiv.org/"], lambda _: None)
    assert (found.offline, set(found.found)) == ("there is no host arxiv.org", {"https://a.invalid/"})


def test_a_fault_of_ours_is_raised_and_does_not_hang() -> None:
    def request(_method: str, _address: str) -> Reply:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        LinkQueue(request, Pace(interval=0.0)).ask(["https://a.b/", "https://c.d/"], lambda _: None)


def test_every_file_that_may_link_is_looked_at(run: Run, pages: Pages, site: Path) -> None:
    here = pages.address
    for path in ("person", "page", "day", "editor", "menu", "home", "draft"):
        pages.answer(f"/{path}", 404)
    write_paper(site, authors=f"[{{name: Ada, url: {here}/person}}]")
    write_paper(site, f"{here}/draft", name="b", draft="true", title="B", url="https://example.org/digest/b")
    write_site(
        site,
        {
            "content/about.md": f"---\npage: true\ntitle: A\n---\n[关于]({here}/page)\n",
            f"{DAY}/issue.md": f"---\ntitle: A\n---\n{here}/day\n",
            "content/authors.yaml": f"Alan: {{url: {here}/home}}\n",
            "digest.yaml": f"{SETTINGS}{AUTHORITY}editor: {{url: '{here}/editor'}}\n"
            f"navigation: [{{title: A, url: {here}/menu}}]\n",
        },
    )
    found = json.loads(check(run).out)
    assert [(each["path"].rpartition("/")[2], each["severity"]) for each in found if each["code"] == "dead-link"] == [
        ("a.md", "warning"),
        ("b.md", "note"),
        ("issue.md", "warning"),
        ("about.md", "warning"),
        ("authors.yaml", "warning"),
        ("digest.yaml", "warning"),
        ("digest.yaml", "warning"),
    ]
    pages.asked.clear()
    (site / ".digest" / "links").unlink()
    assert [each["path"] for each in json.loads(check(run, "content/about.md").out)] == ["content/about.md"]
    assert pages.asked == ["HEAD /page", "GET /page"]


def test_the_id_of_a_paper_is_asked_for_at_its_archive(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def request(_method: str, address: str, user_agent: str) -> Reply:
        asked.append(address)
        if "arxiv" in address:
            return Reply(status=404, reason="Not Found")
        if "doi" in address:
            return Reply(status=301, reason="Moved", location="https://dl.acm.org/1")
        return Reply(status=200, reason="OK")

    monkeypatch.setattr(link_check, "request_head", request)
    write_paper(site, arxiv="2302.99999v2", doi="10.1145/1", url="")
    [found] = json.loads(check(run).out)
    assert found["code"] == "dead-link"
    assert found["message"] == "there is nothing at https://arxiv.org/abs/2302.99999v2: arxiv.org answers 404 Not Found"
    assert found["hint"] == "correct the id, of which the address is made"
    assert set(asked) == {"https://arxiv.org/abs/2302.99999v2", "https://doi.org/10.1145/1", "https://dl.acm.org/1"}


def test_the_site_s_own_addresses_are_not_asked(run: Run, pages: Pages, site: Path) -> None:
    settings = SETTINGS.replace("https://example.org/digest/", f"{pages.address}/digest/")
    write_site(site, {"digest.yaml": settings + AUTHORITY})
    write_paper(site, f"{pages.address}/digest/papers/b.html", f"{pages.address}/digest", f"{pages.address}/digest2")
    check(run)
    assert pages.asked == ["HEAD /digest2"]


def test_a_dead_link_may_be_allowed(run: Run, pages: Pages, site: Path) -> None:
    pages.answer("/gone", 404)
    allowed = "allow: {dead-link: 'the project is over'}\n"
    files = {
        "content/about.md": f"---\npage: true\ntitle: A\n{allowed}---\n<{pages.address}/gone>\n",
        f"{DAY}/issue.md": f"---\ntitle: A\n{allowed}---\n<{pages.address}/gone>\n",
    }
    write_site(site, {**files, "digest.yaml": (site / "digest.yaml").read_text(encoding="utf-8")})
    path = write_paper(site, f"{pages.address}/gone", allow="{dead-link: 'the project is over'}")
    for paths in ((), (path,), *[(each,) for each in files], ("content",), (".",)):
        assert told(check(run, *paths)) == []
    assert run("check").out.startswith("No problems")  # that nothing needs the allowance is not known without --links


def test_a_site_without_links_asks_nobody(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_check, "request_head", lambda *_: pytest.fail("asked"))
    write_paper(site)
    assert run("check", "--links").out.startswith("Asked no address.\n")


def test_a_check_without_the_option_asks_nobody(run: Run, pages: Pages, site: Path) -> None:
    write_paper(site, f"{pages.address}/a")
    assert run("check").status == 0
    assert pages.asked == []


def test_an_interrupted_check_keeps_what_it_learnt(
    site: Path, pages: Pages, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(link_queue, "_TELLING", 0.01)
    addresses = [f"{pages.address}/{number}" for number in range(3)]
    write_paper(site, *addresses)

    def stop(_stage: str, done: int, _total: int) -> None:
        if _stage.startswith("Asking") and done == 3:
            raise KeyboardInterrupt

    def request(method: str, address: str, user_agent: str) -> Any:
        if address.endswith("/2"):
            time.sleep(0.1)
        return Reply(status=200, reason="OK")

    monkeypatch.setattr(link_check, "request_head", request)
    from digest.machine.build import check_site
    from tests.building import options, silent

    with pytest.raises(KeyboardInterrupt):
        link_check.check_links(check_site(options(site), silent), options(site), (), stop)
    assert capsys.readouterr().err == "\nKept 3 answers; check again to go on with the rest.\n"
    kept = link_check._Kept(options(site)).known(addresses)
    assert kept.items() >= {each: LinkAnswer("alive") for each in addresses[:2]}.items()
