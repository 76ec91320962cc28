"""One file per version of the schema, in order. Alembic reads them; nothing imports them."""
