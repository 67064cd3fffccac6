# make study: install everything, run the notebooks, render the report.   make test: install everything, run every test.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
export HF_HUB_OFFLINE = 1
export TOKENIZERS_PARALLELISM = false
export OMP_NUM_THREADS = 1
export PYTHONHASHSEED = 0

# Several processes share the tests; of a notebook the cells stay together (loadfile). `make test CORES=-n0` is one process.
CORES := --numprocesses=logical --maxprocesses=4

.PHONY: study test browser lint bench lab lock clean

study: $(READY)
	$(BIN)/framing report

test: export FRAMING_QUIET = 1
test: $(READY)
	$(BIN)/pytest $(CORES) --dist worksteal -p no:nbval
	$(BIN)/pytest $(CORES) --dist loadfile --nbval --nbval-sanitize-with tests/nbval-sanitize.cfg -p no:cacheprovider notebooks

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy framing

# The report in a real browser: needs Chromium (Debian: apt install chromium).
browser: $(READY)
	$(PIP) --require-hashes -r requirements-browser.lock
	$(BIN)/pytest tests/report/test_in_a_browser.py

bench: $(READY)
	$(BIN)/pytest -m timing
	for name in annotate extract fit_quotation stance distance frames align inference validation; do $(BIN)/python bench/$$name.py || exit 1; done

lab: $(READY)
	$(BIN)/jupyter lab notebooks/index.ipynb

# uv installs what is pinned in a tenth of pip's time; where it cannot (a mirror that only pip knows), pip does. Torch comes second
# and unhashed: Linux needs the CPU build, which only PyTorch's own index has (see CONTRIBUTING.md).
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
$(READY): requirements.lock requirements-uv.lock requirements-torch.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "framing needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 study"; exit 1; }
	@echo "Installing into .venv, once: about 2.4 GB, 1 to 2 minutes on a fast line."
	@echo "  1 of 3: $$(grep -c '^[a-z].*==' requirements.lock) packages (the language model, spaCy, Jupyter, Sphinx ...)"
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements-uv.lock || true
	@UV_LINK_MODE=copy $(BIN)/uv pip install --compile-bytecode $$([ -t 2 ] || echo --quiet) --python $(BIN)/python --require-hashes -r requirements.lock \
	  || { echo "  again, with pip: 3 to 5 minutes"; $(PIP) --require-hashes -r requirements.lock; }
	@echo "  2 of 3: torch, its build for the CPU"
	@$(PIP) --retries 1 --no-deps -r requirements-torch.txt
	@echo "  3 of 3: framing itself"
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# For maintainers: pin anew what pyproject.toml asks for (needs uv).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --extra dev --no-emit-package torch \
	  --quiet --custom-compile-command "make lock" -o requirements.lock pyproject.toml
	echo uv | uv pip compile --universal --python-version 3.11 --generate-hashes --quiet --custom-compile-command "make lock" \
	  -o requirements-uv.lock -

clean:
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis
