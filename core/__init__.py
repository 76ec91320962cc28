"""The computing rooms: pure, deterministic, without sockets, files, threads, loggers or clocks.

Door: `core.pipeline.MarketDataProcessor`. Imports: the standard library and msgspec
(SQLAlchemy in `core/history/tables.py` only). Time is always an argument.
"""
