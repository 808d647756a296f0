# One image for web, worker and beat; docker-compose.yml says which it becomes.
FROM python:3.11-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt .
RUN /opt/venv/bin/pip install --quiet --requirement requirements.txt

FROM python:3.11-slim-trixie
ENV PATH="/opt/venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PYTHONUTF8=1 \
    DJANGO_SETTINGS_MODULE=project.settings.prod STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media \
    WAITING_DIR=/srv/waiting CHECKPOINT_DIR=/srv/checkpoints RECORDS_KEY_FILE=/srv/keys/records.key
# pg_dump and pg_restore for `manage.py backup`: as new as the database of docker-compose.yml.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /app app && mkdir -p /app/var \
    /srv/media /srv/static /srv/waiting /srv/checkpoints /srv/keys /srv/backups && chown app /app/var /srv/*
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY . .
RUN python -c "from tools.messages import compile_catalogues; compile_catalogues()"
USER app
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--log-level", "warning", "--no-access-log", "--respawn-failed-workers", "project.wsgi:application"]
