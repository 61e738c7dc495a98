"""The API under requests made from its own description, right and wrong ones: what it answers is what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from sijill.web.api import BASE, path_of
from sijill.web.routes import BY_NAME, ROUTES
from tests.web.conftest import served

pytestmark = pytest.mark.filterwarnings("ignore")  # of what schemathesis imports


@pytest.fixture(scope="module")
def site(register_file: Path) -> Iterator[str]:
    with served(register_file) as address:
        yield address


@pytest.fixture(scope="module")
def described(site: str) -> Any:
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    return schemathesis.openapi.from_url(f"{site}{BASE}/openapi.json")


@pytest.mark.parametrize("name", [*(route.name for route in ROUTES), "export"])
def test_every_answer_is_one_that_the_description_knows(described: Any, name: str) -> None:
    from schemathesis.checks import not_a_server_error
    from schemathesis.generation import GenerationMode
    from schemathesis.specs.openapi import checks

    wanted = [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]
    route = BY_NAME.get(name)
    operation = described[path_of(route)][route.method] if route else described["/export/{format}"]["GET"]
    strategies = [operation.as_strategy(generation_mode=GenerationMode.POSITIVE)]
    if route is None or route.parameters:
        strategies.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    for strategy in strategies:

        @settings(
            max_examples=12,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def answered(case: Any) -> None:
            case.call_and_validate(checks=wanted, timeout=20)

        answered()
