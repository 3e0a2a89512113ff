# One image for web and worker: files for the browser, Python packages, then the app on a small base.
FROM node:22-slim AS browser
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM python:3.13-slim AS packages
COPY requirements/tools.txt requirements/run.txt /requirements/
RUN pip install --no-cache-dir --require-hashes -r /requirements/tools.txt \
    && uv venv --python /usr/local/bin/python /app/.venv \
    && uv pip sync --no-cache --compile-bytecode --require-hashes --python /app/.venv/bin/python /requirements/run.txt

FROM python:3.13-slim
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY --from=packages /app/.venv .venv
COPY --from=browser /app/node_modules node_modules
COPY manage.py ./
COPY alliance alliance
COPY templates templates
COPY static static
# Collecting reads no secret and no database; the key is one that signs nothing.
RUN SECRET_KEY=only-while-building python manage.py collectstatic --no-input --verbosity=0
# A volume on one takes over this mode, so that whoever runs the container can write there.
RUN install -d -m 1777 var /backups
# Nobody in particular: docker-compose.yml says who, so that the secrets' owner can read them.
USER 65534:65534
ENV WEB_BIND=0.0.0.0:8000
EXPOSE 8000
CMD ["gunicorn", "--config", "python:alliance.serving", "alliance.wsgi:application"]
