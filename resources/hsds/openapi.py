"""The description of our HSDS API, by the parts of HSDS it serves."""

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from resources.hsds import questions

VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/en/3.0/hsds/"
_SCHEMAS = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema"
_PAGE = {
    "type": "object",
    "properties": {
        "total_items": {"type": "integer"},
        "total_pages": {"type": "integer"},
        "page_number": {"type": "integer"},
        "size": {"type": "integer"},
        "first_page": {"type": "boolean"},
        "last_page": {"type": "boolean"},
        "empty": {"type": "boolean"},
    },
}
# Path, what it gives, its schema, its question; all but the first two are optional in HSDS.
LISTS: tuple[tuple[str, str, str, type[Schema]], ...] = (
    ("services", "service", "compiled/service_list.json", questions.ServiceQuestion),
    ("organizations", "organization", "compiled/organization_list.json", questions.OrganizationQuestion),
    (
        "service_at_locations",
        "service at its place",
        "compiled/service_at_location_list.json",
        questions.AtLocationQuestion,
    ),
    ("taxonomies", "taxonomy", "taxonomy.json", questions.ListQuestion),
    ("taxonomy_terms", "taxonomy term", "taxonomy_term.json", questions.TermQuestion),
)
SINGLES: dict[str, tuple[str, type[Schema]]] = {
    "services": ("compiled/service.json", questions.NoQuestion),
    "organizations": ("compiled/organization.json", questions.FullServiceQuestion),
    "service_at_locations": ("compiled/service_at_location.json", questions.NoQuestion),
    "taxonomies": ("taxonomy.json", questions.NoQuestion),
    "taxonomy_terms": ("taxonomy_term.json", questions.NoQuestion),
}


def document(server: str) -> dict[str, Any]:
    """The whole description; server is the address the API answers at."""
    plugin = MarshmallowPlugin(schema_name_resolver=lambda _schema: "")
    spec = APISpec(
        title="Reentry Planner: the directory in HSDS",
        version=VERSION,
        openapi_version="3.1.0",
        plugins=[plugin],
        servers=[{"url": server}],
        info={"description": "What providers say of themselves; services for survivors are not in it."},
        components={
            "schemas": {"Page": _PAGE},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        security=[{"token": []}, {}],
    )
    spec.path("/", operations={"get": _operation("About this API", (), _about())})
    for path, gives, schema, question in LISTS:
        tags = () if path == "services" else ("Optional",)
        _add(spec, plugin, f"/{path}", tags, f"A page of every {gives}", question, _paged(schema))
        single, about = SINGLES[path]
        one = {"$ref": f"{_SCHEMAS}/{single}"}
        _add(spec, plugin, f"/{path}/{{id}}", tags, f"One {gives} whole", about, one)
    return spec.to_dict()


def _add(
    spec: APISpec,
    plugin: MarshmallowPlugin,
    path: str,
    tags: tuple[str, ...],
    says: str,
    question: type[Schema],
    answer: dict[str, Any],
) -> None:
    converter = plugin.converter
    if converter is None:
        raise RuntimeError("the plugin belongs to no document yet")
    parameters = converter.schema2parameters(question(), location="query")
    if "{id}" in path:
        parameters.insert(0, {"name": "id", "in": "path", "required": True, "schema": _UUID})
    spec.path(path, operations={"get": _operation(says, tags, answer) | {"parameters": parameters}})


_UUID = {"type": "string", "format": "uuid"}


def _operation(says: str, tags: tuple[str, ...], answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "summary": says,
        **({"tags": list(tags)} if tags else {}),
        "responses": {
            "200": {"description": says, "content": {"application/json": {"schema": answer}}},
            "401": {"description": "The agency has not published its directory: a token is needed."},
            "404": {"description": "There is no such record."},
            "422": {"description": "A parameter is not one of these, or cannot be read."},
        },
    }


def _about() -> dict[str, Any]:
    text = {"type": "string"}
    uri = {"type": "string", "format": "uri"}
    return {"type": "object", "properties": {"version": text, "profile": uri, "openapi_url": uri}}


def _paged(schema: str) -> dict[str, Any]:
    contents = {"type": "array", "items": {"$ref": f"{_SCHEMAS}/{schema}"}}
    return {
        "allOf": [{"$ref": "#/components/schemas/Page"}],
        "type": "object",
        "properties": {"contents": contents},
    }
