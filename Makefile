# The portal's commands; a bare `make` lists them.

PYTHON ?= python3
PORT ?= 8000
export PORT

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help run dev test lint bench messages screenshots lock sbom

help: ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1	\2/'

run: var/ready ## set the portal up if need be, then serve it at http://127.0.0.1:$PORT/
	@echo
	@echo "  The portal: http://127.0.0.1:$(PORT)/        Its editor: http://127.0.0.1:$(PORT)/admin/"
	@echo
	@exec $(BIN)/gunicorn portal.wsgi --bind 127.0.0.1:$(PORT) --workers 1 --threads 8

dev: var/ready ## the same with a server that reloads what you change
	DEBUG=on $(MANAGE) runserver 127.0.0.1:$(PORT)

test: .venv/test ## run the test suite
	$(BIN)/python -m pytest -n auto

lint: .venv/test ## check style, templates, migrations and catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --check --lint templates
	DEBUG=on $(MANAGE) makemigrations --check --dry-run
	PATH="$(CURDIR)/$(BIN):$$PATH" bash .ci/catalogues

bench: .venv/test ## measure what it costs to serve, load, judge, search, and to grow
	$(BIN)/python -m bench

messages: .venv/test ## bring the catalogues up to date with the code
	DEBUG=on $(MANAGE) makemessages --all --no-obsolete --no-location

screenshots: .venv/test ## take the pictures of the public pages anew
	$(BIN)/python docs/screenshots/take.py

lock: .venv/test ## write requirements.lock anew, with the digest of each file
	@echo '# requirements.txt with the digest of each file, written by `make lock`' > $@.part
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-annotate --no-header --no-emit-index-url \
		--no-emit-find-links --output-file - requirements.txt >> $@.part
	@mv $@.part requirements.lock

sbom: .venv/test ## write what the portal consists of to var/sbom.json (CycloneDX)
	@mkdir -p var
	$(BIN)/cyclonedx-py requirements requirements.txt --output-file var/sbom.json

.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

.venv/test: .venv/ready requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

.env:
	@umask 077; $(PYTHON) -c "import secrets; print('SECRET_KEY=' + secrets.token_urlsafe(50))" > $@

# the first time: content and an editor's account; later only what a newer version brings
var/ready: .venv/ready .env $(shell find static */migrations -type f -not -path '*/__pycache__/*')
	@mkdir -p var
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) collectstatic --no-input --verbosity 0
	@test -e var/content || { $(MANAGE) loaddata newsroom belarus milestones && touch var/content; }
	@test -e var/account || { $(MAKE) --no-print-directory account && touch var/account; }
	@touch $@

.PHONY: account
account:
	@password=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(12))"); \
	if DJANGO_SUPERUSER_PASSWORD=$$password $(MANAGE) createsuperuser --no-input --verbosity 0 \
		--username editor --email editor@localhost; \
	then echo; echo "  An account to edit with: editor, password $$password (written nowhere else)"; fi; \
	echo "  To set another password: $(MANAGE) changepassword editor"
