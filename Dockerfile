# The site and its background work in one image; compose.yaml shows how they run together.
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/hemvist
RUN python -m venv /srv/venv
COPY requirements.txt ./
RUN /srv/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
    --require-hashes --no-deps --only-binary :all: -r requirements.txt
COPY manage.py pyproject.toml ./
COPY hemvist ./hemvist
# Neither value is used for anything but reading the settings, and neither is kept in the image.
RUN /srv/venv/bin/python -m compileall -q hemvist \
    && /srv/venv/bin/python -m hemvist.run.catalogues \
    && HEMVIST_MODE=production HEMVIST_SECRET_KEY=only-while-building HEMVIST_HOSTS=localhost \
       HEMVIST_VAR=/var/lib/hemvist DATABASE_URL=postgresql:///none \
       /srv/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p /var/lib/hemvist/media /var/lib/hemvist/private /var/lib/hemvist/words

FROM python:3.11-slim-bookworm
# Arabic on paper wants a font that has its letters.
RUN apt-get update -qq && apt-get install -qq -y --no-install-recommends fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/lib/hemvist --no-create-home hemvist
COPY --from=build /srv /srv
COPY --from=build --chown=hemvist /var/lib/hemvist /var/lib/hemvist
WORKDIR /srv/hemvist
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HEMVIST_MODE=production \
    HEMVIST_VAR=/var/lib/hemvist \
    PORT=8000
USER hemvist
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=4 \
    CMD ["python", "-m", "hemvist.run.healthy"]
CMD ["granian", "hemvist.wsgi:application", "--interface", "wsgi", "--host", "0.0.0.0", \
     "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--no-ws", \
     "--respawn-failed-workers", "--workers-kill-timeout", "10", "--log-level", "warning"]
