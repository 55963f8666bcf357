"""Words of pagination, as real documents use them: lower case, without punctuation (see ``plain``)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

#: Names of the list of items, the clearest first.
ITEMS: Final = (
    "data",
    "items",
    "results",
    "records",
    "values",
    "value",
    "entries",
    "elements",
    "list",
    "objects",
    "rows",
    "content",
    "hits",
    "resources",
)
#: Names of a list that is the items only if there is no other list.
LAST_CHOICE: Final = ("messages",)
#: Names of arrays that are never the items.
ASIDE: Final = frozenset(
    {
        "aggregations",
        "errors",
        "facets",
        "included",
        "includes",
        "links",
        "messages",
        "meta",
        "notices",
        "unreachable",
        "warnings",
    }
)
#: Names of members that contain the items one level deeper.
WRAPPERS: Final = ("data", "result", "response", "embedded")
#: Names of members that may refer to the next page in their own members.
HOLDERS: Final = frozenset(
    {
        "additionaldata",
        "cursor",
        "cursors",
        "links",
        "meta",
        "metadata",
        "next",
        "nextpage",
        "page",
        "pageinfo",
        "pages",
        "pagination",
        "paginationinfo",
        "paginationmetadata",
        "paging",
        "responsemetadata",
        "resultinfo",
    }
)
#: Members of a JSON body in which the members about the page may be.
BODY_HOLDERS: Final = frozenset({"options", "page", "pageinfo", "pagination", "paging"})
#: Parameters, and the response members that contain their next values.
CURSORS: Final[dict[str, tuple[str, ...]]] = {
    "pagetoken": ("nextpagetoken",),
    "cursor": ("nextcursor", "endcursor", "cursorsnext", "nextpagecursor", "cursorsafter"),
    "pagecursor": ("nextpagecursor", "nextcursor", "pageafter"),
    "pageafter": ("aftercursor", "nextcursor", "endcursor"),
    "startcursor": ("nextcursor", "endcursor"),
    "paginationtoken": ("nexttoken", "nextpaginationtoken", "paginationtoken", "paginationnext"),
    "after": (
        "nextcursor",
        "endcursor",
        "nextafter",
        "cursorsnext",
        "cursorsafter",
        "cursorafter",
        "paginationcursor",
    ),
    "startingafter": ("nextstartingafter",),
    "aftercursor": ("nextcursor", "endcursor", "nextaftercursor"),
    "nexttoken": ("nexttoken", "nextnexttoken"),
    "continuationtoken": ("continuationtoken", "nextcontinuationtoken"),
    "continue": ("continue",),
    "continuation": ("continuation", "nextcontinuation"),
    "exclusivestarttablename": ("lastevaluatedtablename",),
    "marker": ("nextmarker",),
    "bookmark": ("bookmark", "nextbookmark"),
    "scrollid": ("scrollid", "nextscrollid"),
    "iterator": ("iterator",),
    "nextcursor": ("nextcursor",),
    "nextpagetoken": ("nextpagetoken",),
    "nextpagekey": ("nextpagekey",),
    "pagekey": ("nextpagekey",),
    "skiptoken": ("nextskiptoken", "skiptoken"),
    "start": ("nextstart", "nextpagestart"),
    "until": ("paginationnext",),
    "page": ("nextpage",),
    "pagenumber": ("nextpage", "nextpagenumber"),
    "offset": ("nextoffset", "nextpageoffset"),
    "starttoken": ("nexttoken", "nextstarttoken"),
    "token": ("nexttoken", "nextpagetoken"),
}
#: As above, with less specific names: tried if there is no URL of the next page.
WEAK_CURSORS: Final[dict[str, tuple[str, ...]]] = {
    "cursor": ("cursor", "next"),
    "after": ("after", "next"),
    "from": ("next",),
    "marker": ("marker",),
}
#: Parameters that can only be a token of the next page.
TOKENS: Final = frozenset({"pagetoken", "nextpagetoken", "continuationtoken", "nexttoken"})
NEXT_URLS: Final = frozenset(
    {
        "next",
        "nexturl",
        "nextlink",
        "nextpage",
        "nextpageurl",
        "nextpagelink",
        "nextpageuri",
        "nextrecordsurl",
        "nexturi",
        "odatanextlink",
        "nexthref",
    }
)
AFTER_IDS: Final = frozenset({"startingafter", "after", "afterid"})
LAST_IDS: Final = ("lastid",)
OFFSETS: Final = frozenset(
    {"offset", "skip", "start", "startindex", "startat", "startrow", "pageoffset", "rowoffset"}
)
SIZES: Final = frozenset(
    {
        "count",
        "itemsperpage",
        "limit",
        "max",
        "maxitems",
        "maxpagesize",
        "maxrecords",
        "maxresults",
        "num",
        "pagelimit",
        "pagesize",
        "perpage",
        "recordsperpage",
        "resultsperpage",
        "rowcount",
        "rowlimit",
        "rows",
        "size",
        "take",
        "top",
    }
)
PAGES: Final = frozenset(
    {"page", "pageindex", "pageno", "pagenum", "pagenumber", "currentpage", "pagenr"}
)
MORE: Final = frozenset(
    {
        "hasmore",
        "hasmoreitems",
        "hasmoreresults",
        "hasnext",
        "hasnextpage",
        "istruncated",
        "more",
        "moreavailable",
        "moredataavailable",
        "moreitemsincollection",
        "nextpage",
    }
)
DONE: Final = frozenset({"done", "islast", "islastpage"})
TOTALS: Final = frozenset(
    {
        "total",
        "totalcount",
        "totalelements",
        "totalentries",
        "totalhits",
        "totalitems",
        "totalrecords",
        "totalresults",
        "totalrows",
        "totalsize",
    }
)
TOTAL_PAGES: Final = frozenset(
    {
        "nbpages",
        "numberofpages",
        "numpages",
        "pagecount",
        "pagestotal",
        "totalpage",
        "totalpagecount",
        "totalpages",
    }
)

#: Parameters that choose the page, as opposed to its size.
PAGING: Final = frozenset({*CURSORS, *WEAK_CURSORS, *TOKENS, *AFTER_IDS, *OFFSETS, *PAGES})

#: Phrases that state that the first page has the number 0, or 1.
FROM_ZERO: Final = re.compile(
    r"(zero|0)[- ](based|indexed)|(start|begin)\w* (at|from|with) (0|zero)\b|first page is 0|(index|number)ed from 0",
    re.IGNORECASE,
)
FROM_ONE: Final = re.compile(
    r"(one|1)[- ](based|indexed)|(start|begin)\w* (at|from|with) (1|one)\b|first page is 1|(index|number)ed from 1|\bpage=1\b"
    r"|=[1-9]\d*1\b[^.]*\bsecond page\b",
    re.IGNORECASE,
)
SAYS_URL: Final = re.compile(r"\b(url|uri|link|href|hyperlink)s?\b", re.IGNORECASE)
#: Descriptions of an offset that is the id of an item, to which no number of items can be added.
SAYS_ID: Final = re.compile(r"\s*(the )?(unique )?(identifier|id)\b", re.IGNORECASE)
#: Descriptions of a token for later changes, which is also present on the last page.
SAYS_SYNC: Final = re.compile(r"\bsync(hronization)? token\b", re.IGNORECASE)
SAYS_NEWER: Final = re.compile(r"\bnewer\b", re.IGNORECASE)
#: What a description says in a sentence of its own.
_STATES: Final = (
    r"(?:\A|[.:>]\s+)\W*(?:this (?:field|parameter|property|value|option) is )?(?:currently |now )?"
)
#: A parameter or member without effect.
SAYS_UNUSED: Final = re.compile(
    rf"{_STATES}(?:(?:unused|ignored|not (?:currently |yet )?(?:used|supported|implemented)|no longer (?:used|supported)"
    r"|has no effect)(?: and \w+)?\s*(?:[.!]|\Z)|reserved for\b)",
    re.IGNORECASE,
)
SAYS_DEPRECATED: Final = re.compile(rf"{_STATES}deprecated\b", re.IGNORECASE)
#: A token that only some requests receive.
SAYS_CONDITION: Final = re.compile(r"\bonly (if|when)\b[^.]*\bparameter\b", re.IGNORECASE)
SAYS_LINK_HEADER: Final = re.compile(r"\blink\W{0,3}(response )?headers?\b", re.IGNORECASE)
#: A name in a description, as code.
QUOTED: Final = re.compile(r"`([\w$]+)`")


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Return a name in lower case without punctuation: ``@odata.nextLink`` is ``odatanextlink``."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def ends_as_url(name: str) -> bool:
    """Return whether a name indicates a URL."""
    return plain(name).endswith(("url", "uri", "link", "href"))
