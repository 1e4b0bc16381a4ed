"""Links that are safe to show as links: an address of the web, or a path relative to where one stands."""

from urllib.parse import urlsplit

LONGEST = 2_000


def is_link(text: str) -> bool:
    """Whether a link leads to a web address or a relative path, and to nothing that a browser would run.

    A path has a slash or a point in it: a bare word, such as yes, leads nowhere.
    """
    if len(text) > LONGEST or not text.isprintable():
        return False
    if text.casefold().startswith(("http://", "https://")):
        return _is_address(text)
    path = text.replace("\\", "/")
    first = path.partition("/")[0]
    # A colon in the first part would make it a scheme or a drive, as in javascript: and C:.
    return bool(first) and ":" not in first and ("/" in path or "." in path)


def _is_address(text: str) -> bool:
    try:
        return bool(urlsplit(text).hostname) and not any(c.isspace() or c == "\\" for c in text)
    except ValueError:
        return False
