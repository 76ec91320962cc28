"""The same content as a plain Dash page: a `dcc.Interval`, a callback, rows and figures. For comparison.

Run by gunicorn like the product: `gunicorn "tests.bench.interval_page:create_wsgi()"`. Each tick of each
browser reads the rooms from Redis and answers with all rows of the board and three figures, as
pages of this kind do. Nothing of the product uses it.
"""

from __future__ import annotations

import json
import os
from typing import Any

import dash
import dash_ag_grid as dag
import plotly.graph_objects as go
import redis
from dash import Input, Output, dcc, html

from core.snapshot import keys

INTERVAL_MS = 500


def create_wsgi() -> Any:
    """The page as a WSGI application; REDIS_URL says where the rooms are."""
    store = redis.Redis.from_url(os.environ["REDIS_URL"])
    app = dash.Dash("interval_page")
    columns = [{"field": name} for name in ("symbol", "last", "change", "total_volume", "bid1", "ask1")]
    app.layout = html.Div(
        [
            dcc.Interval(id="tick", interval=INTERVAL_MS),
            dag.AgGrid(id="board", columnDefs=columns, rowData=[]),
            *(dcc.Graph(id=name) for name in (keys.INDICES, keys.FOREIGN, keys.DERIVATIVES)),
        ]
    )

    @app.callback(
        Output("board", "rowData"),
        *(Output(name, "figure") for name in (keys.INDICES, keys.FOREIGN, keys.DERIVATIVES)),
        Input("tick", "n_intervals"),
    )
    def tick(_: int | None) -> Any:
        rooms = [json.loads(text) for text in store.mget([keys.room(keys.BOARD)])]
        rows = [{"symbol": symbol, **row} for symbol, row in rooms[0]["data"]["rows"].items()]
        names = (keys.INDICES, keys.FOREIGN, keys.DERIVATIVES)
        series = [json.loads(text) for text in store.mget([keys.series(name) for name in names])]
        return rows, *(figure(one["lines"]) for one in series)

    return app.server


def figure(lines: dict[str, Any]) -> go.Figure:
    """Every first column of a series as a line."""
    drawn = go.Figure()
    for name, line in lines.items():
        column, values = next(iter(line["columns"].items()))
        drawn.add_trace(go.Scatter(x=line["minute"], y=values, mode="lines", name=f"{name} {column}"))
    drawn.update_layout(uirevision="kept", margin={"l": 40, "r": 8, "t": 8, "b": 24})
    return drawn
