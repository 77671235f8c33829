"""Services of other hosts that a site loads because its settings ask for them."""

from digest.model.fields import key
from digest.model.kinds import TEXT, URL, choice
from digest.text.records import frozen


@frozen
class Comments:
    """Comments below papers, from another host because the editor asked for it: what giscus.app hands out."""

    provider: str = key(choice("giscus"), doc="whose service", required=True)
    repo: str = key(TEXT, doc="the repository, owner/name", required=True)
    repo_id: str = key(TEXT, doc="the repository's id", required=True)
    category: str = key(TEXT, doc="the category of its discussions", required=True)
    category_id: str = key(TEXT, doc="the category's id", required=True)
    host: str = key(URL, doc="the service's address, if it is the editor's own", default="")


@frozen
class Analytics:
    """Counting of visits, from another host because the editor asked for it."""

    provider: str = key(choice("goatcounter", "umami", "plausible"), doc="whose service", required=True)
    site: str = key(TEXT, "id", doc="the site's name or id there", required=True)
    host: str = key(URL, doc="the service's address, if it is the editor's own", default="")
