# Two commands do everything: `make run` and `make test`. Both make the environment first.
PYTHON ?= python3
# A package index that serves the CPU build of torch, for Linux without a GPU; see the README.
TORCH_INDEX ?=
BIN := .venv/bin
# Of the many thousand modules that come along few are ever imported; those are compiled when they are.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-compile
# Benchmarks are scripts that use the project and what tests share.
BENCH := .:tests/support:tests/bench
PURELIB := 'import sysconfig; print(sysconfig.get_path("purelib"))'

.PHONY: run test test-long setup setup-dev check bench bench-load bench-growth bench-choosing bench-quality train sealed distress gallery lock attack bench-documents learning

run: setup
	$(BIN)/python app.py

# Side by side, a file of tests at a time; each process needs about 1.5 GB.
TEST := $(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile

test: setup-dev
	$(TEST)

# What takes minutes: proxies, several workers, a server of embeddings, all of a machine.
test-long: setup-dev
	$(BIN)/python -m pytest -m long

setup: .venv/ready

.venv/ready: requirements.lock requirements-torch.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
	$(INSTALL) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) -r requirements-torch.lock
	$(INSTALL) -r requirements.lock
	touch .venv/ready

# What tests, benchmarks and the linter need besides; whoever only runs it does not get it.
setup-dev: .venv/ready-dev

.venv/ready-dev: .venv/ready requirements-dev.lock
	$(INSTALL) -r requirements-dev.lock
	touch .venv/ready-dev

check: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(TEST)

# Speed, side by side with a plain pipeline and then of the page in a browser; prints the machine.
bench: setup-dev
	PYTHONPATH=$(BENCH) $(BIN)/python tests/bench/speed.py
	PYTHONPATH=$(BENCH) $(BIN)/python tests/bench/page.py

# Many clients at once, of one process and of two; prints the machine.
bench-load: setup
	PYTHONPATH=$(BENCH) $(BIN)/python tests/bench/load.py --workers 1
	PYTHONPATH=$(BENCH) $(BIN)/python tests/bench/load.py --workers 2

# How search grows with the library, with both stores, and its plot. 300,000 passages take long: SIZES="1000 100000" leaves
# them out, and ROWS=FILE keeps what was measured, so that sizes can be measured one by one.
bench-growth: setup-dev
	PYTHONPATH=$(BENCH) $(BIN)/python tests/bench/growth.py $(if $(SIZES),--sizes $(SIZES)) $(if $(ROWS),--rows "$(ROWS)") --plot docs/growth.svg

# What choosing among the readings offered adds: make bench-choosing SMALL=1 lets a small model choose, too.
bench-choosing: setup-dev
	PYTHONPATH=$(BENCH) $(BIN)/python tests/bench/choosing.py $(if $(SMALL),--small) $(if $(MARKDOWN),--markdown "$(MARKDOWN)")

# How long a document takes to come in, and how a library of up to 100,000 passages that are really embedded answers;
# the embeddings, which take longest, are kept in CACHE=FOLDER for another run.
bench-documents: setup-dev
	PYTHONPATH=$(BENCH) $(BIN)/python tests/bench/documents.py --plot docs/growth-answers.svg $(if $(CACHE),--cache "$(CACHE)")

# How well it finds what answers, beside other retrievers: make bench-quality RULES=FOLDER MARKDOWN=FILE.
bench-quality: .venv-peers/ready
	PYTHONPATH=$(BENCH) .venv-peers/bin/python tests/bench/compare.py $(if $(RULES),--rules "$(RULES)") $(if $(MARKDOWN),--markdown "$(MARKDOWN)")

# The other retrievers, in an environment of their own that sees ours: torch is not installed twice, nor they for others.
.venv-peers/ready: .venv/ready-dev tests/bench/peers.lock
	$(BIN)/python -m venv .venv-peers
	$(BIN)/python -c $(PURELIB) > "$$(.venv-peers/bin/python -c $(PURELIB))/ours.pth"
	.venv-peers/bin/pip install --quiet --disable-pip-version-check -r tests/bench/peers.lock
	touch .venv-peers/ready

# Trains what is learned from our notes anew, into index/learned/.
train: setup-dev
	$(BIN)/python -m index.learned.train

# What more ways of asking add, and what a probability is worth: two tables, and their pictures in docs/.
learning: setup-dev
	PYTHONPATH=$(BENCH) $(BIN)/python tests/bench/learning.py

# Counts cries for help that are recognised and ordinary messages taken for one: make distress MARKDOWN=docs/quality.md.
distress: setup-dev
	PYTHONPATH=$(BENCH) $(BIN)/python tests/bench/distress.py $(if $(MARKDOWN),--into "$(MARKDOWN)") $(CASES)

# Tries to break it, on this machine alone, and prints what held into docs/reliability.md; some rows alone, and only to
# the terminal: make attack ROWS="bombs memory".
attack: setup-dev
	PYTHONPATH=$(BENCH) $(BIN)/python tests/bench/attack.py --into docs/reliability.md $(ROWS)

# The cases that nobody has seen, in totals only: once, at the end of a piece of work. Writes date and commit. Those read
# before: the first set, of 149, at 8a6b5e1, the second, of 98, at 128710e, the third, of 99, at fda7aa4, and the fourth, of
# 98, at 7f8a8b1.
sealed: setup-dev
	$(BIN)/python -m assistant test tests/answers/sealed/fifth --split test --fail-under quotes_verbatim=1 --markdown .sealed.md
	{ echo "# Sealed cases"; echo; echo "## Commit \`$$(git rev-parse --short HEAD)\`, $$(date -I)"; echo; cat .sealed.md; echo; sed 1,2d docs/sealed.md; } > .sealed.new
	mv .sealed.new docs/sealed.md
	rm .sealed.md

# Takes the pictures of docs/gallery anew: all of them, or make gallery NAMES="documents editions".
gallery: setup-dev
	PYTHONPATH=$(BENCH) $(BIN)/python tests/bench/gallery.py $(NAMES)

# Resolves pyproject.toml anew, on Python 3.11, into the lock files: for who runs it, and for who works on it. Each version
# has the hashes of its files for all platforms; torch, which has another file on each index, is pinned beside them.
HASHED := .venv-lock/bin/uv pip compile --quiet --no-deps --universal --generate-hashes --no-annotate --no-header
FROZEN := .venv-lock/bin/pip freeze --exclude inspection-assistant --exclude torch --exclude uv

lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet uv -r requirements-torch.lock
	.venv-lock/bin/pip install --quiet .
	$(FROZEN) > .venv-lock/users.txt
	$(HASHED) .venv-lock/users.txt -o requirements.lock
	.venv-lock/bin/pip install --quiet -c .venv-lock/users.txt ".[dev]"
	$(FROZEN) | grep -vxFf .venv-lock/users.txt > .venv-lock/developers.txt
	$(HASHED) .venv-lock/developers.txt -o .venv-lock/developers.lock
	{ echo "-r requirements.lock"; cat .venv-lock/developers.lock; } > requirements-dev.lock
	rm -r .venv-lock
