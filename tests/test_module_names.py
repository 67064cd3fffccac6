"""No package exports a name that one of its modules has: `import framing.x.y` must give the module."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import framing

ROOT = Path(framing.__file__).parent
PACKAGES = sorted(
    path.parent.relative_to(ROOT.parent).as_posix().replace("/", ".") for path in ROOT.rglob("__init__.py")
)


@pytest.mark.parametrize("name", PACKAGES)
def test_no_name_shadows_a_module(name: str) -> None:
    package = import_module(name)
    folder = Path(str(package.__file__)).parent
    modules = {path.stem for path in folder.glob("*.py")} | {path.parent.name for path in folder.glob("*/__init__.py")}
    names = {*vars(package), *getattr(package, "__all__", ())}  # `framing` gets what it exports when it is first asked
    assert [m for m in sorted(modules & names) if not isinstance(getattr(package, m), ModuleType)] == []


@pytest.mark.parametrize(
    "module", sorted(path.stem for path in (ROOT / "text").glob("*.py") if path.stem != "__init__")
)
def test_no_module_of_texts_has_its_own_name_in_it(module: str) -> None:
    """The parts of a text are asked for by name, so that a module and its function would be taken for each other."""
    assert not callable(vars(import_module(f"framing.text.{module}")).get(module))
