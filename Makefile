# Everything a person does with Hemvist. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run test check fix seed bench bench-search bench-reliability corpora messages lock
PORT ?= 8000
export PORT
python := .venv/bin/python
runtime = @sh hemvist/run/install.sh requirements.txt
dev = @sh hemvist/run/install.sh requirements-dev.txt

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile | expand -t 16

run: ## start the site with a demo municipality; PORT=8001 chooses another port
	$(runtime)
	@exec $(python) -m hemvist.run

test: ## run every test; T=tests/intake runs some
	$(dev)
	@sh hemvist/run/browser.sh
	@exec $(python) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(T)

check: ## style, types, the order of the apps, migrations, settings of production
	$(dev)
	@exec $(python) -m hemvist.run.check

fix: ## put code and templates into our style
	$(dev)
	.venv/bin/ruff check --fix --quiet .
	.venv/bin/ruff format --quiet .
	git ls-files -co --exclude-standard -z '*/templates/*.html' | xargs -0 .venv/bin/djade --target-version 5.2 || true  # it fails when it mended something

seed: ## fill the demo anew; ARGS='--households 100000' makes the large one
	$(runtime)
	@$(python) manage.py migrate --verbosity 0
	@exec $(python) manage.py seed $(ARGS)

bench: ## measure a real server with the large demo; ARGS=--guide the public pages, ARGS=--mail letters out and in, ARGS=--beside beside django-helpdesk, ARGS=--many a long list and deeds on many
	$(runtime)
	@exec $(python) -m bench $(ARGS)

bench-search: ## measure what the search finds and how fast; ARGS='--fold 1 --show' to work on it
	$(runtime)
	@exec $(python) -m bench.search $(ARGS)

bench-reliability: ## break workers, database and mail servers, and count the letters; ARGS='--messages 500'
	$(runtime)
	@exec $(python) -m bench.reliability $(ARGS)

corpora: ## go through corpora of mail, where they are, and write docs/mail-corpora.md
	$(dev)
	@exec $(python) -m bench.corpora

messages: ## bring the catalogues up to date with what the pages say
	$(dev)
	@exec $(python) -m hemvist.run.messages

lock: ## choose newer packages and write down their hashes
	$(dev)
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade pyproject.toml -o requirements.txt
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade --constraint requirements.txt --group dev pyproject.toml -o requirements-dev.txt
