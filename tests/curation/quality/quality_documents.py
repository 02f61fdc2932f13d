"""Documents to measure, and what they measure."""

from curation.language.identify import LanguageIdentifier
from curation.quality.measure import measure
from schemas.document import Document
from schemas.quality import QualityScores

IDENTIFIER = LanguageIdentifier()

# A text that no rule objects to.
GOOD = "\n\n".join(
    [
        "The lighthouse on the northern rock was built in 1846, after three ships had been lost there within "
        "a year.",
        "Its lamp burned whale oil at first, and the keeper had to carry it up the stairs in buckets. When "
        "the road came, the island got electricity, and with it a motor that turned the lens. The last "
        "keeper left in the spring of 1988.",
        "Visitors can climb the tower in summer. They see the harbour, the two smaller islands to the west "
        "and, on a clear day, the mountains of the mainland. A small museum shows what the keepers wrote "
        "into their journals about storms, birds and passing ships. It is open from May to September.",
    ]
)


def document(text: str, **fields: object) -> Document:
    values: dict[str, object] = {
        "id": "web:1", "source": "web", "url": "", "title": "", "text": text, "language": "", "licence": "",
        "revision": "", "timestamp": "", "links": [], "infobox": [], "constructs": {}, "lost_templates": {},
    }  # fmt: skip
    return Document(**(values | fields))


def scores(text: str, **fields: object) -> QualityScores:
    return measure(document(text, **fields), IDENTIFIER)
