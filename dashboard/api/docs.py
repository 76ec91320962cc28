"""The page that shows the OpenAPI and the AsyncAPI document to people: `/api/docs`.

Made on the server once, without a script of its own, so that no content security policy needs an
exception; colours, typeface and theme are the dashboard's. Door: `docs_page`. Refuses to know the
operations: the documents are all it reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from jinja2 import DictLoader, Environment

from dashboard.api.problems import KINDS

Document = dict[str, Any]

_BOOT: Final = "boot.js"
"""Applies this browser's theme before the first paint."""
_SHEETS: Final = ("00-palettes.css", "api-docs.css")

_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en" data-theme="{{ theme }}" data-palette="brief">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{{ info.title }} API</title>
<script src="{{ boot }}"></script>
{% for sheet in sheets %}<link rel="stylesheet" href="{{ sheet }}">
{% endfor %}</head>
<body>
<nav>
<a class="home" href="/">{{ info.title }}</a>
{% for operation in operations %}<a href="#{{ operation.operationId }}">{{ operation.path }}</a>
{% endfor %}{% for name, channel in sockets.channels.items() %}\
<a href="#ws-{{ name }}">{{ channel.address }}</a>
{% endfor %}<a href="#problems">Problems</a>
<a href="#schemas">Schemas</a>
<a href="openapi.json">openapi.json</a>
<a href="asyncapi.json">asyncapi.json</a>
</nav>
<main>
<h1>{{ info.title }} API <small>{{ info.version }}</small></h1>
{% for paragraph in info.description.split("\\n\\n") %}<p>{{ prose(paragraph) }}</p>
{% endfor %}<pre>curl --compressed -H 'If-None-Match: W/"..."' https://HOST{{ operations[0].path }}</pre>
{% for operation in operations %}<section id="{{ operation.operationId }}">
<h2><span class="method">GET</span> <code>{{ operation.path }}</code></h2>
<p class="summary">{{ operation.summary }}</p>
<p>{{ prose(operation.description) }}</p>
{% if operation.parameters %}<h3>Parameters</h3>
<div class="wide"><table>
<tr><th>name</th><th>in</th><th>type</th><th>default</th><th>meaning</th></tr>
{% for parameter in operation.parameters %}<tr><td><code>{{ parameter.name }}</code></td>
<td>{{ parameter.in }}</td><td>{{ kind(parameter.schema) }}{{ bounds(parameter.schema) }}</td>
<td>{{ parameter.schema.default if "default" in parameter.schema else "" }}</td>
<td>{{ parameter.description }}</td></tr>
{% endfor %}</table></div>
{% endif %}<h3>Answers</h3>
<div class="wide"><table>
{% for status, response in operation.responses.items() %}<tr>
<td class="status s{{ status[0] }}">{{ status }}</td>
<td>{% for content in response.get("content", {}).values() %}{{ kind(content.schema) }}{% endfor %}</td>
<td>{{ prose(response.description) }}</td></tr>
{% endfor %}</table></div>
</section>
{% endfor %}{% for name, channel in sockets.channels.items() %}<section id="ws-{{ name }}">
<h2><span class="method">WS</span> <code>{{ channel.address }}</code></h2>
<p>{{ prose(channel.description) }}</p>
{% for action, title in (("send", "The server sends"), ("receive", "The server takes")) %}<h3>{{ title }}</h3>
<div class="wide"><table>
{% for one in sockets.operations[action ~ "_" ~ name].messages %}\
{% set key = one["$ref"].split("/")[-1] %}{% set message = sockets.components.messages[key] %}<tr>
<td>{{ payload(key, message.payload) }}</td><td>{{ prose(message.summary) }}</td></tr>
{% endfor %}</table></div>
{% endfor %}<h3>Refusals and close codes</h3>
<div class="wide"><table>
{% for codes in (channel["x-refusals"], channel["x-close-codes"]) %}\
{% for code, about in codes.items() %}<tr>
<td class="status s4">{{ code }}</td><td>{{ prose(about) }}</td></tr>
{% endfor %}{% endfor %}</table></div>
</section>
{% endfor %}<section id="problems">
<h2>Problems</h2>
<p>Whatever goes wrong is answered as
<code>application/problem+json</code> (RFC 9457): {{ link("Problem") }}.</p>
<div class="wide"><table>
{% for name, problem in problems.items() %}<tr id="problem-{{ name }}">
<td class="status s{{ (problem.status|string)[0] }}">{{ problem.status }}</td>
<td><code>{{ name }}</code></td><td>{{ prose(problem.about) }}</td></tr>
{% endfor %}</table></div>
</section>
<section id="schemas">
<h2>Schemas</h2>
{% for name, schema in schemas.items() %}<article id="schema-{{ name }}">
<h3>{{ name }}</h3>
<p>{{ prose(schema.description or "") }}</p>
{% if "enum" in schema %}<p>{{ kind(schema) }}</p>{% endif %}
<div class="wide"><table>
{% for field, one in schema.get("properties", {}).items() %}<tr><td><code>{{ field }}</code></td>
<td>{{ kind(one) }}</td>
<td class="needed">{{ "always" if field in schema.required else "" }}</td></tr>
{% endfor %}</table></div>
</article>
{% endfor %}</section>
</main>
</body>
</html>
"""

_MACROS: Final = """\
{% macro link(name) %}<a href="#schema-{{ name }}">{{ name }}</a>{% endmacro %}
{% macro prose(text) %}{% for part in text.split("`") %}\
{% if loop.index0 is odd %}<code>{{ part }}</code>{% else %}{{ part }}{% endif %}{% endfor %}{% endmacro %}
{% macro kind(schema) %}{% if "$ref" in schema %}{{ link(schema["$ref"].split("/")[-1]) }}\
{% elif "anyOf" in schema %}\
{% for one in schema.anyOf %}{{ kind(one) }}{{ " or " if not loop.last }}{% endfor %}\
{% elif "enum" in schema %}{% for one in schema.enum %}<code>{{ "null" if one is none else one }}</code>\
{{ " or " if not loop.last }}{% endfor %}\
{% elif schema.type == "array" %}list of {{ kind(schema.get("items") or {}) }}\
{% elif "additionalProperties" in schema %}map of {{ kind(schema.additionalProperties) }}\
{% else %}{{ schema.format or schema.type or "anything" }}{% endif %}{% endmacro %}
{% macro payload(key, schema) %}{% if "$ref" in schema %}{{ kind(schema) }}\
{% else %}<code>{{ key }}</code>: {{ kind(schema.properties.data) }}{% endif %}{% endmacro %}
{% macro bounds(schema) %}\
{% if "minimum" in schema %} {{ schema.minimum }} to {{ schema.maximum }}{% endif %}{% endmacro %}
"""


def docs_page(document: Document, sockets: Document, asset_url: Callable[[str], str], theme: str) -> str:
    """The page as HTML.

    Args:
        document: of OpenAPI, as `openapi_document` makes it.
        sockets: of AsyncAPI.
        asset_url: the address of a file of assets/.
        theme: `dark` or `light`, before a reader chose.
    """
    operations = [{**one["get"], "path": path} for path, one in document["paths"].items()]
    sources = {
        "macros": _MACROS,
        "page": "{% from 'macros' import link, prose, kind, bounds, payload %}" + _PAGE,
    }
    environment = Environment(loader=DictLoader(sources), autoescape=True)
    return environment.get_template("page").render(
        info=document["info"],
        operations=operations,
        problems=KINDS,
        sockets=sockets,
        schemas=dict(sorted((sockets["components"]["schemas"] | document["components"]["schemas"]).items())),
        boot=asset_url(_BOOT),
        sheets=[asset_url(name) for name in _SHEETS],
        theme=theme,
    )
