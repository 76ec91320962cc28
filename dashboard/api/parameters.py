"""Query values become the struct that also documents them.

Door: `read_parameters`. Refuses to know what they are for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from werkzeug.datastructures import MultiDict

from dashboard.api.answers import Parameters
from dashboard.api.problems import ParameterProblem, ProblemError

Wanted = TypeVar("Wanted", bound=Parameters)


def read_parameters(kind: type[Wanted], query: MultiDict[str, str], path: Mapping[str, Any]) -> Wanted:
    """The parameters of a request.

    Args:
        kind: struct with a field per parameter; those without default stand in the path.
        query, path: as received.
    Raises: ProblemError naming every query parameter that is unknown, repeated or out of bounds.
    """
    types = {field.name: field.type for field in msgspec.structs.fields(kind) if field.name not in path}
    values: dict[str, Any] = dict(path)
    wrong = []
    for name, given in query.lists():
        if name not in types:
            expected = ", ".join(types) or "no parameters"
            wrong.append(ParameterProblem(name[:64], f"unknown parameter; expected {expected}"))
        elif len(given) > 1:
            wrong.append(ParameterProblem(name, "given more than once"))
        else:
            try:
                values[name] = msgspec.convert(given[0], types[name], strict=False)
            except msgspec.ValidationError as error:
                wrong.append(ParameterProblem(name, str(error)))
    if wrong:
        detail = "; ".join(f"{one.parameter}: {one.detail}" for one in wrong[:5])
        raise ProblemError("bad-parameter", detail, wrong[:20])
    return kind(**values)
