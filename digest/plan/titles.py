"""What pages are called in each language."""

from digest.content.prose import Prose
from digest.content.site import Issue
from digest.model.config import Config, Localized
from digest.model.paper import PageMatter


def standing_title(page: Prose[PageMatter]) -> Localized:
    """The title of a standing page: of its own, or its file's name."""
    matter = page.matter
    return Localized(zh=matter.title_zh or matter.title or page.slug, en=matter.title or matter.title_zh or page.slug)


def issue_title(config: Config, issue: Issue, language: str) -> str:
    """An issue's title in a language: its own, or what the settings say."""
    if issue.intro is not None:
        zh, en = issue.intro.matter.title_zh, issue.intro.matter.title
        own = (zh or en) if language == "zh" else (en or zh)
        if own:
            return own
    return config.issue_title.get(language).replace("{number}", str(issue.number)).replace("{date}", str(issue.date))
