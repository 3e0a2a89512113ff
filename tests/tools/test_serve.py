import socket

import pytest

from tools import serve


def test_a_port_in_use_is_one_clear_sentence(monkeypatch):
    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        with pytest.raises(SystemExit, match=rf"^Port {port} is in use; choose another: PORT="):
            serve.wanted_port()


@pytest.mark.parametrize("text", ["eight", "0", "70000", "-1", "8000.5"])
def test_what_is_no_port_is_said(monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(SystemExit, match="is no port number"):
        serve.wanted_port()


def test_served_on_this_machine_only_and_without_debug(monkeypatch):
    monkeypatch.setenv("DEBUG", "1")

    environment = serve.environment_for("run", 8000)

    assert environment["DEBUG"] == "0"
    assert "127.0.0.1:8000" in serve.gunicorn(8000)
