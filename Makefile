# make study: install everything, run the notebooks, render the report.   make test: install everything, run every test.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
export HF_HUB_OFFLINE = 1
export TOKENIZERS_PARALLELISM = false
export OMP_NUM_THREADS = 1
export PYTHONHASHSEED = 0

.PHONY: study test lint bench lab lock clean

study: $(READY)
	$(BIN)/framing report

test: $(READY)
	$(BIN)/pytest
	$(BIN)/pytest --nbval --nbval-sanitize-with tests/nbval-sanitize.cfg -p no:cacheprovider notebooks

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy framing

bench: $(READY)
	$(BIN)/pytest -m timing
	for name in annotate extract fit_quotation stance distance frames align inference validation; do $(BIN)/python bench/$$name.py || exit 1; done

lab: $(READY)
	$(BIN)/jupyter lab notebooks

# Torch comes second and unhashed: Linux needs the CPU build, which only PyTorch's own index has (see CONTRIBUTING.md).
$(READY): requirements.lock requirements-torch.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "framing needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 study"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --retries 1 --no-deps -r requirements-torch.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# For maintainers: pin anew what pyproject.toml asks for (needs uv).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --extra dev --no-emit-package torch \
	  --quiet --custom-compile-command "make lock" -o requirements.lock pyproject.toml

clean:
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis
