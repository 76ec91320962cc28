# One image for every process; docker-compose.yml says which one a container runs.
#
# The core is compiled where there is a compiler; the image that runs has none.
FROM python:3.11 AS core
WORKDIR /app
COPY constraints.txt ./
RUN pip install --no-cache-dir --no-deps -r constraints.txt
COPY pyproject.toml ./
COPY .ci/compile.py .ci/
COPY core core
RUN python .ci/compile.py

FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app

# The pins change rarely, the code often: two layers.
COPY constraints.txt ./
RUN sed '/^# --- tests/,$d' constraints.txt > pins.txt \
    && pip install --no-deps -r pins.txt \
    && rm pins.txt

COPY pyproject.toml README.md LICENSE Procfile ./
COPY --from=core /app/core core
COPY workers workers
COPY dashboard dashboard
COPY assets assets
# Editable, so that the dashboard finds `assets` beside its code.
RUN pip install --no-deps --no-build-isolation --editable . \
    && useradd --system --uid 10001 --home-dir /app vnmarket

USER vnmarket
EXPOSE 8050
CMD ["vnmarket", "web"]
