# The two that everyone needs: `make run` and `make test`. `make help` lists the others.
.DEFAULT_GOAL := help
.PHONY: help run dev test security supply-chain check chaos bench bench-exports growth signals lock install install-for-tests messages

PYTHON ?= python3
BIN := .venv/bin
# Keys of no worth, for checks that only look at the code.
export_worthless_keys := SECRET_KEY=looked-at-only-$(shell printf 'x%.0s' $$(seq 50)) VAULT_KEYS="1 $(shell printf 'o%.0s' $$(seq 43))="
UV_COMPILE := UV_PYTHON_DOWNLOADS=never .tools/bin/uv pip compile --quiet --python $(BIN)/python \
	--universal --generate-hashes --no-header --no-annotate --no-emit-index-url $(if $(UPGRADE),--upgrade)

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: install ## install what is missing, load the demo clinic, serve http://localhost:8000 (PORT=… changes it)
	@$(BIN)/python -m tools.serve run

dev: install-for-tests ## the same with DEBUG and reloading, for developing
	@$(BIN)/python -m tools.serve dev

test: install-for-tests ## every test, on SQLite and PostgreSQL, with a real browser (ARGS=… goes to pytest)
	@$(BIN)/python tools/chromium.py
	@$(BIN)/python -m tools.test $(ARGS)

security: install-for-tests ## the tests that hold requirements, all probes: a line a requirement (ARGS=… goes to pytest)
	@$(BIN)/python tools/chromium.py
	@$(BIN)/python -m tools.security $(ARGS)

supply-chain: install-for-tests ## what it is made of (sbom.json), known holes, newest Django, secrets in the history
	@$(BIN)/python -m tools.supply_chain $(ARGS)

check: install-for-tests ## style, types, templates, migrations, settings, compose file, documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy alliance tools manage.py
	$(BIN)/djade --target-version 6.1 --check $$(git ls-files 'templates/*.html')
	$(export_worthless_keys) $(BIN)/python manage.py makemigrations --check --dry-run
	$(export_worthless_keys) DEBUG=0 HTTP_ALLOWED=0 MAIL_HOST=localhost $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(BIN)/python tools/check_documents.py
	$(BIN)/python -m tools.messages --check

chaos: install-for-tests ## kill databases, web and worker under load, and count what was lost (ARGS="--short R1" for less)
	@$(BIN)/python -m tools.chaos $(ARGS)

bench: install-for-tests ## what each page costs: queries, CPU against an empty view, bytes; writes bench.json
	@$(BIN)/python -m tools.bench

messages: install-for-tests ## every sentence of screens and mails into locale/django.pot, for translators
	@$(BIN)/python -m tools.messages

bench-exports: install-for-tests ## what exports of 100,000 sessions cost on PostgreSQL and SQLite; writes bench-exports.json
	@$(BIN)/python -m tools.bench_exports

growth: install-for-tests ## what pages cost as the clinic grows, on SQLite and PostgreSQL (ARGS="1000 1000000 --on postgres")
	@$(BIN)/python -m tools.growth $(ARGS)

signals: install-for-tests ## score the signals on the development data
	@$(BIN)/python -m tools.score_signals

lock: install-for-tests ## write requirements/*.txt and package-lock.json anew (UPGRADE=1 takes newer releases)
	for name in tools node run test; do \
		$(UV_COMPILE) requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done
	npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund

install:
	@$(PYTHON) tools/bootstrap.py run

install-for-tests:
	@$(PYTHON) tools/bootstrap.py test
