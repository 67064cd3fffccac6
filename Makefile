# make study: install everything, run the notebooks, render the report.   make test: install everything, run every test.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
export HF_HUB_OFFLINE = 1
export TOKENIZERS_PARALLELISM = false
export OMP_NUM_THREADS = 1
export PYTHONHASHSEED = 0

.PHONY: study test browser lint bench lab lock clean

study: $(READY)
	$(BIN)/framing report

test: export FRAMING_QUIET = 1
test: $(READY)
	$(BIN)/pytest
	$(BIN)/pytest --nbval --nbval-sanitize-with tests/nbval-sanitize.cfg -p no:cacheprovider notebooks

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy framing

# The report in a real browser: needs Chromium (Debian: apt install chromium).
browser: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-browser.lock
	$(BIN)/pytest tests/report/test_in_a_browser.py

bench: $(READY)
	$(BIN)/pytest -m timing
	for name in annotate extract fit_quotation stance distance frames align inference validation; do $(BIN)/python bench/$$name.py || exit 1; done

lab: $(READY)
	$(BIN)/jupyter lab notebooks/index.ipynb

# Torch comes second and unhashed: Linux needs the CPU build, which only PyTorch's own index has (see CONTRIBUTING.md).
$(READY): requirements.lock requirements-torch.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "framing needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 study"; exit 1; }
	@echo "Installing into .venv, once: about 2.5 GB, 3 to 5 minutes on a fast line."
	@echo "  1 of 3: $$(grep -c '^[a-z].*==' requirements.lock) packages (the language model, spaCy, Jupyter, Sphinx ...), 2 to 3 minutes"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@echo "  2 of 3: torch, its build for the CPU, about a minute"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --retries 1 --no-deps -r requirements-torch.txt
	@echo "  3 of 3: framing itself"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# For maintainers: pin anew what pyproject.toml asks for (needs uv).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --extra dev --no-emit-package torch \
	  --quiet --custom-compile-command "make lock" -o requirements.lock pyproject.toml

clean:
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis
