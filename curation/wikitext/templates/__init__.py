"""How each known template is rendered: a table from its name to a function `(arguments, context) ->
wikitext`.

Names are compared in lower case, with underscores as spaces. A renderer returns text in which lists, `<br>`
and tags are still wikitext, so what it returns is read like the rest of the page. Names are those of the
English wikis and the commonest of others; what each shows follows the template's own documentation page,
`Template:NAME/doc`.
"""

from __future__ import annotations

from curation.wikitext.templates.arguments import Arguments
from curation.wikitext.templates.patterns import Renderer
from curation.wikitext.templates.registry import find_renderer

__all__ = ["Arguments", "Renderer", "find_renderer"]
