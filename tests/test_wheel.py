"""The built wheel works where nothing else of the project is: its data are in it, and what is lacking is told."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QUOTES = "import framing; print(framing.quotes('« Rien ne presse », a dit Paul Varlat.')['speaker'].tolist(), framing.__file__)"
LACKS = "import sys; sys.modules['trafilatura'] = None; from framing.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A python of its own with the wheel in it; what it depends on is this environment's."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    source = folder / "source"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(source)], check=True) if (
        ROOT / ".git"
    ).exists() else None
    if not source.exists():
        pytest.skip("not a clone: the wheel is built from what git holds")
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder), str(source)]
    subprocess.run(build, check=True)
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    (wheel,) = folder.glob("framing-*.whl")
    code = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    site = Path(subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip())
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", str(site), str(wheel)], check=True)
    others = next(p for p in sys.path if p.endswith("site-packages"))
    (site / "others.pth").write_text(f"import sys; sys.path.append({others!r})\n")  # behind the wheel's own
    return python, site


def run(installed, *arguments, **more):
    python, _ = installed
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run([python, *arguments], capture_output=True, text=True, env=environment, **more)


def test_quotations_are_found_with_the_wheel_alone(installed, tmp_path):
    found = run(installed, "-c", QUOTES, cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    speakers, _, place = found.stdout.strip().rpartition(" ")
    assert speakers == "['Paul Varlat']" and Path(place).is_relative_to(installed[1])


def test_a_study_is_begun_with_the_wheel_alone(installed, tmp_path):
    found = run(installed, "-m", "framing.cli", "new", "essai", cwd=tmp_path)
    assert found.returncode == 0 and (tmp_path / "essai" / "study.toml").exists(), found.stderr


def test_an_extra_that_lacks_is_named(installed, tmp_path):
    page = "<html><body><article><p>Le pont a rouvert hier soir.</p></article></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    assert run(installed, "-m", "framing.cli", "new", "essai", cwd=tmp_path).returncode == 0
    call = ["import", "a.html", "--study", "essai/study.toml", "--out", "textes"]
    found = run(installed, "-c", LACKS, *call, cwd=tmp_path)
    assert found.returncode == 2 and "pip install 'framing[import]'" in found.stderr, found.stderr
