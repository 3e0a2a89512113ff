import pytest

from tools import bootstrap


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone whose locks say something, with the steps that install replaced by a record."""
    for name in ("run", "test"):
        (tmp_path / f"{name}.txt").write_text(f"{name} 1")
    done = []
    monkeypatch.setattr(bootstrap, "REQUIREMENTS", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "find_python", lambda: "python")
    monkeypatch.setattr(bootstrap, "install_uv", lambda python: "uv")
    monkeypatch.setattr(bootstrap, "is_sound", lambda environment: True)
    monkeypatch.setattr(bootstrap, "run", lambda command, sorry=None: done.append(command[-1]))
    return tmp_path, done


def test_what_is_installed_is_not_installed_again(clone):
    folder, done = clone

    bootstrap.install_python_packages("run")
    bootstrap.install_python_packages("run")

    assert done == [str(folder / "run.txt")]


def test_a_changed_lock_is_installed(clone):
    folder, done = clone
    bootstrap.install_python_packages("run")
    (folder / "run.txt").write_text("run 2")

    bootstrap.install_python_packages("run")

    assert len(done) == 2


def test_running_after_testing_takes_nothing_away(clone):
    folder, done = clone
    bootstrap.install_python_packages("test")

    bootstrap.install_python_packages("run")
    (folder / "test.txt").write_text("test 2")
    bootstrap.install_python_packages("run")

    assert done == [str(folder / "test.txt")] * 2


def test_testing_after_running_adds_the_rest(clone):
    folder, done = clone
    bootstrap.install_python_packages("run")

    bootstrap.install_python_packages("test")

    assert done == [str(folder / "run.txt"), str(folder / "test.txt")]


def test_an_interrupted_installation_is_made_again(clone, monkeypatch):
    folder, done = clone
    bootstrap.install_python_packages("run")

    def break_off(command, sorry=None):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(bootstrap, "run", break_off)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.install_python_packages("test")
    bootstrap.install_python_packages("run")

    assert done == [str(folder / "run.txt")] * 2


def test_without_a_fitting_python_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr(bootstrap, "candidate_pythons", lambda: iter(["/nowhere/python"]))

    with pytest.raises(SystemExit, match=r"needs Python 3\.13 and found none: install it"):
        bootstrap.find_python()


def test_a_failed_step_stops_with_its_sentence():
    with pytest.raises(SystemExit, match="It rained"):
        bootstrap.run(["false"], sorry="It rained.")
