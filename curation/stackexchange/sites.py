"""The sites of the network: their addresses, names and languages, and which of them typeset formulas."""

from __future__ import annotations

import functools
import re

from curation.html import MathDelimiters

_NETWORK = "stackexchange|stackoverflow|serverfault|superuser|askubuntu|stackapps|mathoverflow"
_HOST = re.compile(rf"(?:^|[^a-z0-9.-])((?:[a-z0-9-]+\.)*(?:{_NETWORK})(?:\.(?:com|net))?)(?![a-z0-9])")
_KNOWN = re.compile(rf"(?:.*\.)?(?:{_NETWORK})\.(?:com|net)")
_HOST_NAME = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")

# Sites whose posts are in another language than English. (On those about a language, posts are in both.)
_LANGUAGES = {
    "es.stackoverflow": "es",
    "ja.stackoverflow": "ja",
    "pt.stackoverflow": "pt",
    "ru.stackoverflow": "ru",
    "rus": "ru",
}
# Sites where MathJax is on, and its inline delimiter: as a site's own help under "How do I format my posts"
# says. Most use `$`; those that often write about dollars, or whose programs use the sign, `\$`.
_DOLLAR = frozenset(
    """
    ai astronomy aviation bioinformatics biology blender chemistry computergraphics cogsci cs cseducators
    crypto cstheory datascience drones dsp earthscience economics engineering ham hsm linguistics
    materials math mathematica matheducators mathoverflow mattermodeling mechanics or philosophy physics
    proofassistants psychology puzzling quant quantumcomputing robotics scicomp space stats worldbuilding
    """.split()
)
_ESCAPED_DOLLAR = frozenset("codegolf codereview electronics gamedev rpg".split())
# Sites whose code blocks are in one language unless they say otherwise.
_CODE = {"emacs": "elisp", "mathematica": "mathematica", "tex": "tex", "vi": "vim"}


def host_in(name: str) -> str:
    """The host that a file's or folder's name begins with or contains (`stackoverflow.com-Posts.7z`); empty
    if there is none.
    """
    match = _HOST.search(name.lower())
    return with_domain(match[1]) if match else ""


def with_domain(site: str) -> str:
    """A site's host from its host or short name (`beer.stackexchange`). Raises ValueError for what is no host
    name.
    """
    site = site.lower().strip()
    if not _HOST_NAME.fullmatch(site):
        raise ValueError(f"{site!r} is no site; expected a host such as 'beer.stackexchange.com'")
    if site.endswith("mathoverflow"):
        return f"{site}.net"
    return f"{site}.com" if re.fullmatch(rf"(?:.*\.)?(?:{_NETWORK})", site) else site


@functools.cache
def site_name(host: str) -> str:
    """What documents of a site are named by: its host, without the top-level domain where it is one of the
    network's (`beer.stackexchange`, `stackoverflow`, `math.meta.stackexchange`).
    """
    return host.rpartition(".")[0] if _KNOWN.fullmatch(host) else host


def site_language(host: str) -> str:
    """The language of most posts, BCP 47."""
    return _LANGUAGES.get(_key(host), "en")


def site_math(host: str) -> MathDelimiters:
    """How formulas are delimited on the site.

    On a site that is not known to have MathJax a single `$` is money, and only MathJax's other delimiters
    around what looks like LaTeX are taken for formulas.
    """
    key = _key(host)
    return "dollar" if key in _DOLLAR else "escaped-dollar" if key in _ESCAPED_DOLLAR else "brackets"


def site_code_language(host: str) -> str:
    """The language of code blocks that do not say theirs; empty if the site has no such."""
    return _CODE.get(_key(host), "")


@functools.cache
def _key(host: str) -> str:
    """The site's short name; a meta site's is that of the site it is about."""
    name = site_name(host).removesuffix(".stackexchange")
    labels = [label for label in name.split(".") if label != "meta"]
    return ".".join(labels)
